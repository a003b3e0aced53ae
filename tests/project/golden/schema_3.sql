PRAGMA application_id = 1902341988;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE assignment (
	coder_id VARCHAR NOT NULL, 
	round_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (coder_id, round_id, transcript_id), 
	FOREIGN KEY(coder_id) REFERENCES coder (id), 
	FOREIGN KEY(round_id) REFERENCES round (id), 
	FOREIGN KEY(transcript_id) REFERENCES transcript (id)
);
INSERT INTO "assignment" VALUES('01a1ffb7-b433-7071-9f67-47042309c1c0','01a20040-999f-7593-b43d-4b9356ad0ff3','01a1ffb7-b3fd-7000-83ae-7037d218ab19',0);
CREATE TABLE code (
	id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	parent_id VARCHAR, 
	group_id VARCHAR, 
	position INTEGER NOT NULL, 
	retired BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key"), 
	FOREIGN KEY(parent_id) REFERENCES code (id), 
	FOREIGN KEY(group_id) REFERENCES code_group (id)
);
INSERT INTO "code" VALUES('01a1ffb7-b3c3-755b-b32c-065097b2eee2','soil','Soil',NULL,NULL,0,0);
INSERT INTO "code" VALUES('01a1ffb7-b3c5-75e5-ba67-cc3c0c966f20','people','People',NULL,NULL,1,0);
INSERT INTO "code" VALUES('01a1ffb7-b3c6-70cc-8089-7579437ac55b','neighbours','Neighbours','01a1ffb7-b3c5-75e5-ba67-cc3c0c966f20',NULL,2,0);
INSERT INTO "code" VALUES('01a1ffb7-b3ca-7bb9-ab62-2b9c763b59f6','starting','Starting',NULL,'01a1ffb7-b3bb-7485-b636-89b44ce21671',3,0);
INSERT INTO "code" VALUES('01a1ffb7-b3cb-7404-b830-e7bdc3a92217','settled','Settled',NULL,'01a1ffb7-b3bb-7485-b636-89b44ce21671',4,0);
CREATE TABLE code_group (
	id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	"exclusive" BOOLEAN NOT NULL, 
	ordered BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "code_group" VALUES('01a1ffb7-b3bb-7485-b636-89b44ce21671','phase','Phase',1,1);
CREATE TABLE codebook_revision (
	id VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	yaml VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	coder_id VARCHAR, 
	note VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (number), 
	FOREIGN KEY(coder_id) REFERENCES coder (id)
);
INSERT INTO "codebook_revision" VALUES('01a1ffb7-b3b2-76bf-9270-75a983e04387',1,'title: Allotments
groups:
  - {key: phase, name: Phase, exclusive: true, ordered: true}
codes:
  - {key: soil, name: Soil, definition: What the ground is like.}
  - key: people
    name: People
    definition: Who is there.
    codes:
      - {key: neighbours, name: Neighbours, definition: The plots on either side.}
  - {key: starting, name: Starting, group: phase, definition: The first season.}
  - {key: settled, name: Settled, group: phase, definition: Later seasons.}
','5f55b165aa6e76b5cc1d51a829c8565d8f1eea7b6dc3083be8ccea00c11b8e8a','2026-11-21T20:06:31.602236+00:00',NULL,'first revision');
CREATE TABLE coder (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "coder" VALUES('01a1ffb7-b433-7071-9f67-47042309c1c0','ana','human');
INSERT INTO "coder" VALUES('01a1ffb7-b455-7c97-80fb-f7e763f6fda4','ben','human');
CREATE TABLE coding (
	id VARCHAR NOT NULL, 
	coder_id VARCHAR NOT NULL, 
	round_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	code_id VARCHAR NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	created_at VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	unsure BOOLEAN NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	replaces VARCHAR, 
	checksum VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(coder_id) REFERENCES coder (id), 
	FOREIGN KEY(round_id) REFERENCES round (id), 
	FOREIGN KEY(transcript_id) REFERENCES transcript (id), 
	FOREIGN KEY(code_id) REFERENCES code (id)
);
INSERT INTO "coding" VALUES('01a1ffb7-b432-73c0-ba50-862ec34fb185','01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b3e1-7146-9214-7934125e22be','01a1ffb7-b3fd-7000-83ae-7037d218ab19','01a1ffb7-b3c3-755b-b32c-065097b2eee2',44,103,'2026-11-21T20:06:31.764470+00:00',1,0,0,NULL,'efdff7bc7b2d4e74');
INSERT INTO "coding" VALUES('01a1ffb7-b454-7dc5-8cd3-839d1ed13fee','01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b3e1-7146-9214-7934125e22be','01a1ffb7-b3fd-7000-83ae-7037d218ab19','01a1ffb7-b3c6-70cc-8089-7579437ac55b',133,211,'2026-11-21T20:06:31.765030+00:00',1,1,1,NULL,'90202f61bc853fdd');
INSERT INTO "coding" VALUES('01a1ffb7-b455-74b0-8b89-c8141ab3e20a','01a1ffb7-b455-7c97-80fb-f7e763f6fda4','01a1ffb7-b3e1-7146-9214-7934125e22be','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8','01a1ffb7-b3cb-7404-b830-e7bdc3a92217',136,216,'2026-11-21T20:06:31.790273+00:00',1,0,0,NULL,'57e841db1b5dbc8e');
CREATE TABLE decision (
            id VARCHAR NOT NULL,
            round_id VARCHAR NOT NULL,
            transcript_id VARCHAR NOT NULL,
            start_char INTEGER NOT NULL,
            end_char INTEGER NOT NULL,
            code_id VARCHAR NOT NULL,
            outcome VARCHAR NOT NULL,
            reason VARCHAR NOT NULL,
            note VARCHAR NOT NULL,
            coder_id VARCHAR NOT NULL,
            at VARCHAR NOT NULL,
            deleted BOOLEAN NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(round_id) REFERENCES round (id),
            FOREIGN KEY(transcript_id) REFERENCES transcript (id),
            FOREIGN KEY(code_id) REFERENCES code (id),
            FOREIGN KEY(coder_id) REFERENCES coder (id)
        );
CREATE TABLE done (
	id VARCHAR NOT NULL, 
	coder_id VARCHAR NOT NULL, 
	round_id VARCHAR NOT NULL, 
	turn_id VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(coder_id) REFERENCES coder (id), 
	FOREIGN KEY(round_id) REFERENCES round (id), 
	FOREIGN KEY(turn_id) REFERENCES turn (id)
);
INSERT INTO "done" VALUES('01a1ffb7-b4a5-7094-b9f3-63f74b5b10fa','01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b3e1-7146-9214-7934125e22be','01a1ffb7-b418-75b5-91ca-95902b930d88','2026-11-21T20:06:31.844873+00:00',0);
CREATE TABLE event (
	id VARCHAR NOT NULL, 
	clock INTEGER NOT NULL, 
	coder_id VARCHAR, 
	gesture VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	target_kind VARCHAR NOT NULL, 
	target_id VARCHAR NOT NULL, 
	"before" JSON, 
	"after" JSON, 
	prev_sha256 VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(coder_id) REFERENCES coder (id)
);
INSERT INTO "event" VALUES('01a1ffb7-b399-773a-b7ef-5ea6a2938f15',1795291591577449347,NULL,'01a1ffb7-b374-79e9-bb56-ac5bdfc87a64','create','project','project','null','{"schema": 1, "qualcode": "0.1.0"}','');
INSERT INTO "event" VALUES('01a1ffb7-b3cc-7dd4-a178-05425b084b3e',1795291591628862724,NULL,'01a1ffb7-b3cb-7b07-bab3-43a37544c484','revise','codebook','01a1ffb7-b3b2-76bf-9270-75a983e04387','null','{"number": 1, "sha256": "5f55b165aa6e76b5cc1d51a829c8565d8f1eea7b6dc3083be8ccea00c11b8e8a", "note": "first revision"}','90438538d95cf3139fcde92597b54062bd48e25e1f60e58dc08c0179d8acd3ab');
INSERT INTO "event" VALUES('01a1ffb7-b3cc-7e69-833e-5a593fae6a40',1795291591628899834,NULL,'01a1ffb7-b3cb-7b07-bab3-43a37544c484','add','code','01a1ffb7-b3c3-755b-b32c-065097b2eee2','null','{"key": "soil", "name": "Soil", "parent_id": null, "group_id": null, "retired": false}','6fe76a765b93eea53cdfcccc0a5c17d2bb184cba8bf62460867194836e88a435');
INSERT INTO "event" VALUES('01a1ffb7-b3cc-7ed8-ab40-8382fb8720c1',1795291591628927204,NULL,'01a1ffb7-b3cb-7b07-bab3-43a37544c484','add','code','01a1ffb7-b3c5-75e5-ba67-cc3c0c966f20','null','{"key": "people", "name": "People", "parent_id": null, "group_id": null, "retired": false}','6127c4f1b5b388a3f70ec31ce4c287b772a0b51aafdfc138d1c381ad8cb703ea');
INSERT INTO "event" VALUES('01a1ffb7-b3cc-7f2b-bbe4-75bca4ab4fbb',1795291591628947674,NULL,'01a1ffb7-b3cb-7b07-bab3-43a37544c484','add','code','01a1ffb7-b3c6-70cc-8089-7579437ac55b','null','{"key": "neighbours", "name": "Neighbours", "parent_id": "01a1ffb7-b3c5-75e5-ba67-cc3c0c966f20", "group_id": null, "retired": false}','6ff0da381b1ee89a9af685cad118f61a839ce5d0955089eb849273869a11329c');
INSERT INTO "event" VALUES('01a1ffb7-b3cc-7f8b-bafe-505ce8a90be5',1795291591628971004,NULL,'01a1ffb7-b3cb-7b07-bab3-43a37544c484','add','code','01a1ffb7-b3ca-7bb9-ab62-2b9c763b59f6','null','{"key": "starting", "name": "Starting", "parent_id": null, "group_id": "01a1ffb7-b3bb-7485-b636-89b44ce21671", "retired": false}','c0abfa9315cec71d672ea896ec871b19b01c5211cb822bd77835bcd628683751');
INSERT INTO "event" VALUES('01a1ffb7-b3cc-7fe1-aa30-0be5a1163ed1',1795291591628991664,NULL,'01a1ffb7-b3cb-7b07-bab3-43a37544c484','add','code','01a1ffb7-b3cb-7404-b830-e7bdc3a92217','null','{"key": "settled", "name": "Settled", "parent_id": null, "group_id": "01a1ffb7-b3bb-7485-b636-89b44ce21671", "retired": false}','92c41785bedc7566a2fb8ff35a3d009da9a1c51411d9d09e9eff630a61b23ada');
INSERT INTO "event" VALUES('01a1ffb7-b3e9-76e6-b12c-86459da7dbc4',1795291591657429603,NULL,'01a1ffb7-b3e1-7436-a3ee-eebd099981e2','open','round','01a1ffb7-b3e1-7146-9214-7934125e22be','null','{"number": 1, "name": "main"}','497131a06ed327805f0354f68f1ed33849d18be240a08ca6a3e190e316b0dba2');
INSERT INTO "event" VALUES('01a1ffb7-b41f-79ae-88ac-ebb6eefbd9cc',1795291591711603445,NULL,'01a1ffb7-b41e-733f-a856-9d209682234e','add','speaker','01a1ffb7-b411-7aee-9ef5-812e3eff0651','null','{"name": "Ada", "role": "interviewer"}','6d3fcdb14ad99d0cff51f4187835e3a3cc4e985c335403f90ca5ee894db77c44');
INSERT INTO "event" VALUES('01a1ffb7-b41f-7a35-b5f6-bf71009da2f0',1795291591711637345,NULL,'01a1ffb7-b41e-733f-a856-9d209682234e','add','speaker','01a1ffb7-b411-7ed7-a650-608c71c7da5f','null','{"name": "Wende", "role": "participant"}','2e628637d0c9109b1f6319db4111672dd175b267d6d1444af44e6a10eefdeca9');
INSERT INTO "event" VALUES('01a1ffb7-b41f-7a7f-97f0-394c65215e46',1795291591711655435,NULL,'01a1ffb7-b41e-733f-a856-9d209682234e','add','speaker','01a1ffb7-b412-710e-b015-933f37332ffc','null','{"name": "Orlo", "role": "participant"}','a07885548b69dd650aa89cb4b98ae811bdbf13d77fb8ad786bac990c233db8ab');
INSERT INTO "event" VALUES('01a1ffb7-b41f-7ab9-bd28-c67f3f16fbe4',1795291591711669885,NULL,'01a1ffb7-b41e-733f-a856-9d209682234e','import','transcript','01a1ffb7-b3fd-7000-83ae-7037d218ab19','null','{"name": "01_wende", "source_name": "01_wende.txt", "source_sha256": "362fd00c3bedec1e720688b6912d45a8946cfd1ea5f7ed64e075dba3379e95e4", "text_sha256": "362fd00c3bedec1e720688b6912d45a8946cfd1ea5f7ed64e075dba3379e95e4", "turns": 4}','9344bf2298d2c2598dd6a59a035c7c27a792307a516f5f4f06010772a6f537a9');
INSERT INTO "event" VALUES('01a1ffb7-b41f-7aff-81be-d5e4fd908a54',1795291591711686865,NULL,'01a1ffb7-b41e-733f-a856-9d209682234e','import','transcript','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8','null','{"name": "02_orlo", "source_name": "02_orlo.txt", "source_sha256": "0eb1ef18bfd6b2f1ae0c5a62291afdeef58ba0a5c5622d42da30caa947c9f4a8", "text_sha256": "0eb1ef18bfd6b2f1ae0c5a62291afdeef58ba0a5c5622d42da30caa947c9f4a8", "turns": 5}','5748788f00335870831ace88d3ff2f430e2521f647decd9b1b21829ed9cf47ff');
INSERT INTO "event" VALUES('01a1ffb7-b43f-7e62-9af3-625b78fa2cad',1795291591743897397,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b433-7411-b5c7-29cae0617b1e','add','coder','01a1ffb7-b433-7071-9f67-47042309c1c0','null','{"name": "ana", "kind": "human"}','');
INSERT INTO "event" VALUES('01a1ffb7-b45b-7891-b36c-10e24650e031',1795291591771534267,'01a1ffb7-b455-7c97-80fb-f7e763f6fda4','01a1ffb7-b455-7e31-84c6-dde8a3823d25','add','coder','01a1ffb7-b455-7c97-80fb-f7e763f6fda4','null','{"name": "ben", "kind": "human"}','');
INSERT INTO "event" VALUES('01a1ffb7-b474-703d-b7eb-a5efa5dab66c',1795291591796013473,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b472-7e29-a9eb-41a20df3d0bc','apply','coding','01a1ffb7-b432-73c0-ba50-862ec34fb185','null','{"id": "01a1ffb7-b432-73c0-ba50-862ec34fb185", "coder_id": "01a1ffb7-b433-7071-9f67-47042309c1c0", "round_id": "01a1ffb7-b3e1-7146-9214-7934125e22be", "transcript_id": "01a1ffb7-b3fd-7000-83ae-7037d218ab19", "code_id": "01a1ffb7-b3c3-755b-b32c-065097b2eee2", "start_char": 44, "end_char": 103, "created_at": "2026-11-21T20:06:31.764470+00:00", "revision": 1, "unsure": false, "deleted": false, "replaces": null, "checksum": "efdff7bc7b2d4e74"}','ba7764bd65e5e277e39abdc6cb08b2ebe59c2a9eb721e45161e98094ff4d6643');
INSERT INTO "event" VALUES('01a1ffb7-b475-7230-96d8-bf3e38f683a2',1795291591797135321,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b474-74b1-8170-b0df9684168d','apply','coding','01a1ffb7-b454-7dc5-8cd3-839d1ed13fee','null','{"id": "01a1ffb7-b454-7dc5-8cd3-839d1ed13fee", "coder_id": "01a1ffb7-b433-7071-9f67-47042309c1c0", "round_id": "01a1ffb7-b3e1-7146-9214-7934125e22be", "transcript_id": "01a1ffb7-b3fd-7000-83ae-7037d218ab19", "code_id": "01a1ffb7-b3c6-70cc-8089-7579437ac55b", "start_char": 133, "end_char": 211, "created_at": "2026-11-21T20:06:31.765030+00:00", "revision": 1, "unsure": true, "deleted": false, "replaces": null, "checksum": "90202f61bc853fdd"}','9f1f4faa55a3d5788afe8c27461c9d4c6ae556c87774035c90cb54ec8deef59c');
INSERT INTO "event" VALUES('01a1ffb7-b476-70c9-b403-808dd4425e13',1795291591798047899,'01a1ffb7-b455-7c97-80fb-f7e763f6fda4','01a1ffb7-b475-7530-8110-efdd41ce19fa','apply','coding','01a1ffb7-b455-74b0-8b89-c8141ab3e20a','null','{"id": "01a1ffb7-b455-74b0-8b89-c8141ab3e20a", "coder_id": "01a1ffb7-b455-7c97-80fb-f7e763f6fda4", "round_id": "01a1ffb7-b3e1-7146-9214-7934125e22be", "transcript_id": "01a1ffb7-b3fd-7180-9d73-e3d44cd44da8", "code_id": "01a1ffb7-b3cb-7404-b830-e7bdc3a92217", "start_char": 136, "end_char": 216, "created_at": "2026-11-21T20:06:31.790273+00:00", "revision": 1, "unsure": false, "deleted": false, "replaces": null, "checksum": "57e841db1b5dbc8e"}','70e9e968617565fe72c4ab1ead5c09ec99d553f28ae53e39b38b873159b7553a');
INSERT INTO "event" VALUES('01a1ffb7-b4ad-7ed5-b144-f14b6830c66a',1795291591853925279,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b4a5-7636-96e7-deff0dfcc542','memo','memo','01a1ffb7-b4a5-744f-9926-17f685f77e5d','null','{"text": "clay \u2014 \ud83c\udf31"}','f1b8d7a5e32cb3f5d8c3978c56e97b2eb45c413b762a9f6eca0fff8ed3893a6a');
INSERT INTO "event" VALUES('01a20038-b3d4-7cdb-9f6c-7ed833963f0f',1795300045780800518,NULL,'01a20038-b3c0-7edc-8001-d38a326107ac','migrate','project','project','null','{"schema": 2, "qualcode": "0.1.0"}','bb8ab555f79a66fbb416cb6da858bec10e27f5bcd3183b2c2854de70d8ae1deb');
INSERT INTO "event" VALUES('01a20038-b40d-78f5-ae97-4b64178a548c',1795300045837557786,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a20038-b409-7a14-b380-deacc16930a3','flagged','turn','01a1ffb7-b418-7619-8684-767d64381913','null','{"round_id": "01a1ffb7-b3e1-7146-9214-7934125e22be", "transcript_id": "01a1ffb7-b3fd-7000-83ae-7037d218ab19", "turns": [2, 2]}','aa86331c61b2bb7864203e071471215245da8c6c23bab2e6b14fd9feccc77181');
INSERT INTO "event" VALUES('01a20038-b413-7fd7-a629-493e09bfa10d',1795300045843985925,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a20038-b412-76f4-beca-fd2284e565c0','flagged','turn','01a1ffb7-b418-7650-91d5-930d1116bfa2','null','{"round_id": "01a1ffb7-b3e1-7146-9214-7934125e22be", "transcript_id": "01a1ffb7-b3fd-7000-83ae-7037d218ab19", "turns": [3, 3]}','fa3c8a99d7272ed848a7bdc2f548e5c05822e1e04cc41c3c419cbcf2a761fe97');
INSERT INTO "event" VALUES('01a20038-b419-78fc-bc6e-027c7d555e5b',1795300045849559515,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a20038-b417-7cff-ad13-07c2520d0ffb','not flagged','turn','01a1ffb7-b418-7650-91d5-930d1116bfa2','{"round_id": "01a1ffb7-b3e1-7146-9214-7934125e22be", "transcript_id": "01a1ffb7-b3fd-7000-83ae-7037d218ab19", "turns": [3, 3]}','null','8d6618028fc0703c9bd1214c011ed848d9ec5ef08be1396fc2bfbe7351f8733f');
INSERT INTO "event" VALUES('01a20040-9989-7a7a-ad3e-15f39e0aa8bf',1795300563337652141,NULL,'01a20040-98f3-7af7-a9d6-da6dabf157a8','migrate','project','project','null','{"schema": 3, "qualcode": "0.1.0"}','624c859679e1eef245bacadc9992a187f3b83b0b2618a11b70a8724afa75c1cc');
INSERT INTO "event" VALUES('01a20040-99a3-7989-9ad7-abf0bd5b3a3d',1795300563363592854,NULL,'01a20040-999f-7b7a-ab5d-6ea161f0249b','open','round','01a20040-999f-7593-b43d-4b9356ad0ff3','null','{"number": 2, "name": "reliability", "kind": "reliability", "unit": "turn", "blind": true, "sample": 2, "seed": 7}','800ffb2706d771c75aff221fa3f5527f97776ad365ae517beb34615246acd4c8');
INSERT INTO "event" VALUES('01a20040-99ab-7a9c-9069-c0bfbeb28e97',1795300563371660560,'01a1ffb7-b433-7071-9f67-47042309c1c0','01a20040-99a9-7824-86a8-d4a8a2c6d6ad','assign','round','01a20040-999f-7593-b43d-4b9356ad0ff3','null','{"transcripts": ["01a1ffb7-b3fd-7000-83ae-7037d218ab19"]}','72bed47a47f451a629612f37e75ff4cacb6708d4158ae00d08c4df1323293d96');
CREATE TABLE flag (
            id VARCHAR NOT NULL,
            coder_id VARCHAR NOT NULL,
            round_id VARCHAR NOT NULL,
            turn_id VARCHAR NOT NULL,
            at VARCHAR NOT NULL,
            deleted BOOLEAN NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(coder_id) REFERENCES coder (id),
            FOREIGN KEY(round_id) REFERENCES round (id),
            FOREIGN KEY(turn_id) REFERENCES turn (id)
        );
INSERT INTO "flag" VALUES('01a20038-b40b-7c8c-bf72-bd3684258408','01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b3e1-7146-9214-7934125e22be','01a1ffb7-b418-7619-8684-767d64381913','2026-11-21T22:27:25.833670+00:00',0);
INSERT INTO "flag" VALUES('01a20038-b413-74cc-b20c-05e17396392b','01a1ffb7-b433-7071-9f67-47042309c1c0','01a1ffb7-b3e1-7146-9214-7934125e22be','01a1ffb7-b418-7650-91d5-930d1116bfa2','2026-11-21T22:27:25.842465+00:00',1);
CREATE TABLE memo (
	id VARCHAR NOT NULL, 
	coder_id VARCHAR NOT NULL, 
	target_kind VARCHAR NOT NULL, 
	target_id VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	clock INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(coder_id) REFERENCES coder (id)
);
INSERT INTO "memo" VALUES('01a1ffb7-b4a5-744f-9926-17f685f77e5d','01a1ffb7-b433-7071-9f67-47042309c1c0','coding','01a1ffb7-b432-73c0-ba50-862ec34fb185','clay — 🌱',1,0);
CREATE TABLE round (
	id VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	codebook_revision INTEGER NOT NULL, blind BOOLEAN DEFAULT 0 NOT NULL, opened_early VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (number), 
	UNIQUE (name)
);
INSERT INTO "round" VALUES('01a1ffb7-b3e1-7146-9214-7934125e22be',1,'main','main','turn','open',1,0,'');
INSERT INTO "round" VALUES('01a20040-999f-7593-b43d-4b9356ad0ff3',2,'reliability','reliability','turn','open',1,1,'');
CREATE TABLE sample (
            round_id VARCHAR NOT NULL,
            turn_id VARCHAR NOT NULL,
            PRIMARY KEY (round_id, turn_id),
            FOREIGN KEY(round_id) REFERENCES round (id),
            FOREIGN KEY(turn_id) REFERENCES turn (id)
        );
INSERT INTO "sample" VALUES('01a20040-999f-7593-b43d-4b9356ad0ff3','01a1ffb7-b418-7619-8684-767d64381913');
INSERT INTO "sample" VALUES('01a20040-999f-7593-b43d-4b9356ad0ff3','01a1ffb7-b418-7677-bcc2-e97940b6478a');
CREATE TABLE speaker (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	pseudonym VARCHAR, 
	role VARCHAR NOT NULL, 
	attributes JSON NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "speaker" VALUES('01a1ffb7-b411-7aee-9ef5-812e3eff0651','Ada',NULL,'interviewer','{}');
INSERT INTO "speaker" VALUES('01a1ffb7-b411-7ed7-a650-608c71c7da5f','Wende',NULL,'participant','{}');
INSERT INTO "speaker" VALUES('01a1ffb7-b412-710e-b015-933f37332ffc','Orlo',NULL,'participant','{}');
CREATE TABLE transcript (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	date VARCHAR, 
	format VARCHAR NOT NULL, 
	source_name VARCHAR NOT NULL, 
	source_sha256 VARCHAR NOT NULL, 
	source BLOB NOT NULL, 
	text VARCHAR NOT NULL, 
	text_sha256 VARCHAR NOT NULL, 
	meta JSON NOT NULL, 
	imported_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	UNIQUE (source_sha256)
);
INSERT INTO "transcript" VALUES('01a1ffb7-b3fd-7000-83ae-7037d218ab19','01_wende','01_wende.txt','2026-05-04','text','01_wende.txt','362fd00c3bedec1e720688b6912d45a8946cfd1ea5f7ed64e075dba3379e95e4',X'4164610A5768656E2064696420796F752074616B652074686520706C6F74206F7665723F0A0A57656E64650A496E204D617263682E2049742077617320636C617920616E64206E6574746C65732C20616E64206120736865642077697468206E6F20726F6F662E0A0A4164610A44696420616E796F6E652068656C703F0A0A57656E64650A54686520636F75706C65206E65787420646F6F72206C656E74206D65206120666F726B2E2054686579207374696C6C20646F2C2074686F7567682049206F776E207468726565206279206E6F772E0A0A','Ada
When did you take the plot over?

Wende
In March. It was clay and nettles, and a shed with no roof.

Ada
Did anyone help?

Wende
The couple next door lent me a fork. They still do, though I own three by now.

','362fd00c3bedec1e720688b6912d45a8946cfd1ea5f7ed64e075dba3379e95e4','{"encoding": "utf-8", "notes": [], "left_out": [], "turns_sha256": "8d2f462f986b33a2fa7a4ccfc03eaa507e7bbabac9b6f2da338d3583cd193d1f"}','2026-11-21T20:06:31.677030+00:00');
INSERT INTO "transcript" VALUES('01a1ffb7-b3fd-7180-9d73-e3d44cd44da8','02_orlo','02_orlo.txt','2026-05-04','text','02_orlo.txt','0eb1ef18bfd6b2f1ae0c5a62291afdeef58ba0a5c5622d42da30caa947c9f4a8',X'4164610A57686174207761732068657265206265666F72653F0A0A4F726C6F0A4E6F7468696E672062757420636F7563682067726173732E2054686520636F6D6D6974746565206761766520697420746F206D652062656361757365206E6F626F647920656C73652077616E7465642069742E0A0A4164610A416E64206E6F773F0A0A4F726C6F0A4265616E732C206D6F73746C7920E2809420616E6420746F6F206D7563682063686172642E20F09F8CB12049206B6E6F77206576657279626F6479206F6E20746869732073696465206F662074686520706174682E0A0A4164610A576F756C6420796F7520646F20697420616761696E3F0A0A','Ada
What was here before?

Orlo
Nothing but couch grass. The committee gave it to me because nobody else wanted it.

Ada
And now?

Orlo
Beans, mostly — and too much chard. 🌱 I know everybody on this side of the path.

Ada
Would you do it again?

','0eb1ef18bfd6b2f1ae0c5a62291afdeef58ba0a5c5622d42da30caa947c9f4a8','{"encoding": "utf-8", "notes": [], "left_out": [], "turns_sha256": "d476966ec0a4be396ba5ff543071705c1e6d604965725bc3eee43a288f7bb4c6"}','2026-11-21T20:06:31.677114+00:00');
CREATE TABLE turn (
	id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	speaker_id VARCHAR NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	start_ms INTEGER, 
	end_ms INTEGER, 
	PRIMARY KEY (id), 
	UNIQUE (transcript_id, number), 
	FOREIGN KEY(transcript_id) REFERENCES transcript (id), 
	FOREIGN KEY(speaker_id) REFERENCES speaker (id)
);
INSERT INTO "turn" VALUES('01a1ffb7-b418-75b5-91ca-95902b930d88','01a1ffb7-b3fd-7000-83ae-7037d218ab19',1,'01a1ffb7-b411-7aee-9ef5-812e3eff0651',4,36,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b418-7619-8684-767d64381913','01a1ffb7-b3fd-7000-83ae-7037d218ab19',2,'01a1ffb7-b411-7ed7-a650-608c71c7da5f',44,103,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b418-7650-91d5-930d1116bfa2','01a1ffb7-b3fd-7000-83ae-7037d218ab19',3,'01a1ffb7-b411-7aee-9ef5-812e3eff0651',109,125,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b418-7677-bcc2-e97940b6478a','01a1ffb7-b3fd-7000-83ae-7037d218ab19',4,'01a1ffb7-b411-7ed7-a650-608c71c7da5f',133,211,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b419-7db3-bc42-ba72262bb12e','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8',1,'01a1ffb7-b411-7aee-9ef5-812e3eff0651',4,25,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b419-7dfb-8a69-4664de5915d9','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8',2,'01a1ffb7-b412-710e-b015-933f37332ffc',32,115,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b419-7e1e-a3b0-4f230890dda6','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8',3,'01a1ffb7-b411-7aee-9ef5-812e3eff0651',121,129,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b419-7e36-80d6-3563fab0278c','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8',4,'01a1ffb7-b412-710e-b015-933f37332ffc',136,216,NULL,NULL);
INSERT INTO "turn" VALUES('01a1ffb7-b419-7e4e-bcf8-87273b9e135b','01a1ffb7-b3fd-7180-9d73-e3d44cd44da8',5,'01a1ffb7-b411-7aee-9ef5-812e3eff0651',222,244,NULL,NULL);
CREATE INDEX event_coder ON event (coder_id, clock);
CREATE INDEX event_target ON event (target_kind, target_id);
CREATE INDEX ix_event_clock ON event (clock);
CREATE INDEX ix_event_gesture ON event (gesture);
CREATE INDEX memo_target ON memo (target_kind, target_id);
CREATE INDEX ix_turn_speaker_id ON turn (speaker_id);
CREATE INDEX turn_place ON turn (transcript_id, start_char);
CREATE INDEX coding_layer ON coding (coder_id, round_id);
CREATE INDEX coding_long ON coding (transcript_id, start_char) WHERE end_char - start_char > 4000;
CREATE INDEX coding_place ON coding (transcript_id, start_char);
CREATE INDEX ix_coding_code_id ON coding (code_id);
CREATE INDEX done_layer ON done (coder_id, round_id, turn_id);
CREATE INDEX ix_done_turn_id ON done (turn_id);
CREATE INDEX flag_layer ON flag (coder_id, round_id, turn_id);
CREATE INDEX ix_flag_turn_id ON flag (turn_id);
CREATE INDEX ix_sample_turn_id ON sample (turn_id);
CREATE INDEX decision_place ON decision (round_id, transcript_id, start_char);
CREATE INDEX ix_decision_transcript_id ON decision (transcript_id);
COMMIT;
