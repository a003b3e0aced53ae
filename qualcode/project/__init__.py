"""The project on disk: tables, reading and writing, codebook revisions, backups, migrations and checks.

Reading (`store`, `reader`, the lists) is plain sqlite3 and starts at once; writing (`writer`) alone pays for SQLModel.
"""
