-- Version 1 of the book on SQLite. Everything is keyed by bureau: one chain a bureau, and the sharding key later.

-- Never altered: the two triggers behind each table are the database's own refusal.
CREATE TABLE journal (
    bureau TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    at     TEXT NOT NULL,
    actor  TEXT NOT NULL,
    body   TEXT NOT NULL,
    hash   BLOB NOT NULL,
    PRIMARY KEY (bureau, seq)
) STRICT;
CREATE INDEX journal_by_actor ON journal (bureau, actor, seq);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, '日记账只增不改'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, '日记账只增不删'); END;

-- Amounts are integers scaled by ten thousand.
CREATE TABLE posting (
    bureau    TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    measure   TEXT NOT NULL,
    fact_on   TEXT NOT NULL,
    booked_on TEXT NOT NULL,
    amount    INTEGER NOT NULL,
    reversal  INTEGER NOT NULL,
    ledger    TEXT NOT NULL,
    entry     TEXT NOT NULL,
    revision  INTEGER NOT NULL,
    party     TEXT,
    breakdown TEXT NOT NULL,
    PRIMARY KEY (bureau, seq, n)
) STRICT;
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, '分录只增不改'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, '分录只增不删'); END;
-- Covers every sum over a measure and a period, as of any position, without touching the table.
CREATE INDEX posting_by_measure ON posting (bureau, measure, booked_on, seq, amount, breakdown, party, fact_on, entry);
CREATE INDEX posting_by_entry ON posting (bureau, entry, seq, n);

-- Files handed in as evidence, under the SM3 of their content.
CREATE TABLE file (
    bureau TEXT NOT NULL,
    hash   TEXT NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (bureau, hash)
) STRICT;
CREATE TRIGGER file_no_update BEFORE UPDATE ON file BEGIN SELECT RAISE(ABORT, '佐证只增不改'); END;
CREATE TRIGGER file_no_delete BEFORE DELETE ON file BEGIN SELECT RAISE(ABORT, '佐证只增不删'); END;

-- Accounts' password hashes and sessions: no part of the chain, no projection of it.
CREATE TABLE secret (
    bureau TEXT NOT NULL,
    user   TEXT NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (bureau, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    bureau     TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    user       TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (bureau, token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (bureau, user);
