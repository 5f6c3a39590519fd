-- The ledger of a screening, version 1 (PRAGMA user_version).
-- `content` is the SHA-256 of a file's bytes; where those could not be read, "path:…" or "stamp:…" (records.py).
CREATE TABLE paths (
  source  TEXT NOT NULL,      -- absolute folder, file, manifest, or URL that was screened
  path    TEXT NOT NULL,      -- within the source; BLOB where the name is not UTF-8
  stamp   TEXT NOT NULL,      -- size and time of the last change: while the same, the file is not looked at
  content TEXT,               -- NULL: not looked at yet
  run     INTEGER NOT NULL,   -- the last run that saw the file
  removed TEXT,               -- when a run first missed it (UTC); NULL: it is there
  PRIMARY KEY (source, path)
) WITHOUT ROWID;
CREATE INDEX paths_by_content ON paths (content);

CREATE TABLE assessments (
  id         INTEGER PRIMARY KEY,
  content    TEXT NOT NULL,
  model      TEXT NOT NULL,   -- SHA-256 of the model; then settings of reading, where not the defaults
  version    TEXT NOT NULL,   -- of cvsignal
  finished   TEXT NOT NULL,   -- UTC
  seconds    REAL NOT NULL,
  assessment BLOB NOT NULL,   -- zlib of the Assessment's JSON, without its path
  UNIQUE (content, model)
);

CREATE TABLE fits (
  assessment INTEGER NOT NULL REFERENCES assessments ON DELETE CASCADE,
  role       TEXT NOT NULL,
  score      REAL NOT NULL,   -- 0..100
  grade      INTEGER NOT NULL,
  verdict    TEXT NOT NULL,
  PRIMARY KEY (assessment, role)
) WITHOUT ROWID;

CREATE TABLE failures (
  content  TEXT PRIMARY KEY,
  code     TEXT NOT NULL,     -- one of cvsignal.errors.READ_CODES
  reason   TEXT NOT NULL,
  reader   TEXT NOT NULL,     -- what the failure depends on besides the file; another reader tries again
  finished TEXT NOT NULL      -- UTC
) WITHOUT ROWID;

CREATE TABLE runs (
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL,
  model    TEXT NOT NULL,     -- as in assessments
  version  TEXT NOT NULL,
  started  TEXT NOT NULL,
  finished TEXT               -- NULL: interrupted
);

CREATE TABLE shards (          -- result files of other machines that were taken in
  name     TEXT PRIMARY KEY,
  finished TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
