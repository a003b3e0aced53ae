from pathlib import Path

import pytest

from qualcode.project.folders import mount_kind, unsafe_place

MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:50 / /home/team rw shared:1 - nfs4 server:/team rw
31 27 0:51 / /mnt/My\\040Share rw - cifs //server/share rw
32 27 0:52 / /media/stick rw - fuseblk /dev/sdb1 rw
33 27 0:53 / /home/ana/cloud rw - fuse.rclone remote: rw
34 30 254:1 / /home/team/local rw - xfs /dev/vdb rw
35 27 0:54 / /c rw - 9p C: rw
36 27 0:55 / /twice rw - nfs server:/x rw
37 27 0:56 / /twice rw - ext4 /dev/vdc rw
"""


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox/study", "Dropbox"),
        ("Dropbox (University)/study", "Dropbox"),
        ("OneDrive - University of X/study", "OneDrive"),
        ("OneDrive/study", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud"),
        ("Library/CloudStorage/Box-Box/study", "Box"),
        ("Library/CloudStorage/Other-me/study", "cloud"),
        ("Google Drive/study", "Google Drive"),
        ("GoogleDrive-me@example.org/study", "Google Drive"),
        ("Nextcloud2/study", "Nextcloud"),
        ("pCloudDrive/study", "pCloud"),
        ("Box Sync/study", "Box"),
    ],
)
def test_folders_of_syncing_programs_are_known_by_name(tmp_path: Path, folder: str, service: str) -> None:
    assert unsafe_place(tmp_path / folder, mounts="") == f"inside a {service} folder"


@pytest.mark.parametrize("folder", ["boxes/study", "my dropbox notes/study", "Inbox/study", "OneDriver/study", "Boxing"])
def test_other_folders_are_left_in_peace(tmp_path: Path, folder: str) -> None:
    assert unsafe_place(tmp_path / folder, mounts="") is None


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".owncloudsync.log"])
def test_folders_of_syncing_programs_are_known_by_what_they_leave_there(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert unsafe_place(tmp_path / "deep" / "er", mounts="")


def test_a_link_into_a_synced_folder_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud" / "study").mkdir(parents=True)
    (tmp_path / "study").symlink_to(tmp_path / "Nextcloud" / "study")
    assert unsafe_place(tmp_path / "study", mounts="")


@pytest.mark.parametrize(
    ("folder", "kind", "safe"),
    [
        ("/home/ana/study", "ext4", True),
        ("/home/team/study", "nfs4", False),
        ("/home/team/local/study", "xfs", True),
        ("/home/teamwork", "ext4", True),
        ("/mnt/My Share/study", "cifs", False),
        ("/media/stick/study", "fuseblk", True),
        ("/home/ana/cloud/study", "fuse.rclone", False),
        ("/c/study", "9p", False),
        ("/twice/study", "ext4", True),
    ],
)
def test_disks_of_other_machines_are_known_by_their_mount(folder: str, kind: str, safe: bool) -> None:
    assert mount_kind(Path(folder), MOUNTS) == kind
    assert (unsafe_place(Path(folder), MOUNTS) is None) is safe


def test_a_system_without_a_mount_table_has_no_network_disks_to_tell(tmp_path: Path) -> None:
    assert mount_kind(tmp_path, "") == ""
