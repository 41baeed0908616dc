-- Projections of journal and postings: dropped and rebuilt by `kezhang rebuild`, compared by `kezhang verify`.

CREATE TABLE state (
    bureau TEXT NOT NULL,
    key    TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (bureau, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    number      INTEGER PRIMARY KEY,
    bureau      TEXT NOT NULL,
    id          TEXT NOT NULL,
    ledger      TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    state       TEXT NOT NULL,
    section     TEXT NOT NULL,
    natural_key TEXT,
    voided      TEXT,
    definitions INTEGER NOT NULL,
    "values"    TEXT NOT NULL,
    evidence    TEXT NOT NULL,
    changed_at  INTEGER NOT NULL,
    UNIQUE (bureau, id)
) STRICT;
CREATE UNIQUE INDEX entry_by_key ON entry (bureau, ledger, natural_key) WHERE voided IS NULL AND natural_key IS NOT NULL;
CREATE INDEX entry_by_change ON entry (bureau, ledger, changed_at);
CREATE INDEX entry_by_state ON entry (bureau, ledger, state, section) WHERE voided IS NULL;

CREATE TABLE entry_line (
    bureau TEXT NOT NULL,
    entry  TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (bureau, entry, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE balance (
    bureau   TEXT NOT NULL,
    measure  TEXT NOT NULL,
    slice    TEXT NOT NULL,
    part     TEXT NOT NULL,
    month    TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    PRIMARY KEY (bureau, measure, slice, part, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE party_balance (
    bureau   TEXT NOT NULL,
    measure  TEXT NOT NULL,
    slice    TEXT NOT NULL,
    part     TEXT NOT NULL,
    party    TEXT NOT NULL,
    month    TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    PRIMARY KEY (bureau, measure, slice, part, party, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE target (
    bureau    TEXT NOT NULL,
    indicator TEXT NOT NULL,
    first     TEXT NOT NULL,
    last      TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    value     TEXT,
    operator  TEXT NOT NULL,
    PRIMARY KEY (bureau, indicator, first, last, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE reported (
    bureau   TEXT NOT NULL,
    id       TEXT NOT NULL,
    year     INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash     TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    figure   TEXT NOT NULL,
    PRIMARY KEY (bureau, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reported_by_year ON reported (bureau, year, seq, n);

CREATE TABLE published (
    bureau TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    event  TEXT NOT NULL,
    PRIMARY KEY (bureau, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    bureau  TEXT NOT NULL,
    user    TEXT NOT NULL,
    name    TEXT NOT NULL,
    role    TEXT,
    section TEXT,
    manages INTEGER NOT NULL,
    PRIMARY KEY (bureau, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE learnt (
    bureau   TEXT NOT NULL,
    about    TEXT NOT NULL,
    wording  TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    decision TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (bureau, about, wording)
) STRICT, WITHOUT ROWID;

-- Contentless: the words are in the entries. Row numbers are those of `entry`.
CREATE VIRTUAL TABLE term USING fts5 (words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
