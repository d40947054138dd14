-- Times are milliseconds since 1970, 0 for never.
CREATE TABLE job (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT    NOT NULL UNIQUE,
    owner    TEXT    NOT NULL,
    client   TEXT    NOT NULL,
    style    TEXT    NOT NULL,
    number   REAL    NOT NULL,
    state    TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    started  INTEGER NOT NULL DEFAULT 0,
    ended    INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    hidden   INTEGER NOT NULL DEFAULT 0,
    title    TEXT    NOT NULL,
    request  TEXT    NOT NULL,
    workflow TEXT    NOT NULL,
    report   TEXT    NOT NULL DEFAULT '{}'
);

CREATE INDEX job_by_state ON job (state, number, seq);
CREATE INDEX job_by_end ON job (ended);

CREATE TABLE result (
    job      TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    owner    TEXT    NOT NULL,
    node     TEXT    NOT NULL,
    output   TEXT    NOT NULL,
    position INTEGER NOT NULL,
    sha256   TEXT    NOT NULL,
    bytes    INTEGER NOT NULL,
    media    TEXT    NOT NULL,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    area     TEXT    NOT NULL,
    folder   TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    linked   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, node, output, position)
);

-- No two results have one name: what was written once is never written over.
CREATE UNIQUE INDEX result_by_name ON result (owner, area, folder, name);
CREATE INDEX result_by_hash ON result (sha256);
