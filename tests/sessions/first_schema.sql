-- A session file as the first schema version wrote it, with two sessions in it.
CREATE TABLE "sessions" (
   "id" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL,
   "folded" TEXT NOT NULL,
   "created" TEXT NOT NULL,
   "modified" TEXT NOT NULL,
   "used" TEXT NOT NULL,
   "deleted" TEXT,
   "place" TEXT,
   "preview" TEXT,
   "cost" TEXT
);
CREATE UNIQUE INDEX one_live_name ON sessions(folded) WHERE deleted IS NULL;
CREATE TABLE "answers" (
   "session" INTEGER REFERENCES "sessions"("id"),
   "key" TEXT,
   "value" TEXT NOT NULL,
   "certainty" TEXT NOT NULL,
   "modified" TEXT NOT NULL,
   PRIMARY KEY ("session", "key")
);
CREATE TABLE "changes" (
   "id" INTEGER PRIMARY KEY,
   "session" INTEGER NOT NULL REFERENCES "sessions"("id"),
   "step" INTEGER NOT NULL,
   "at" TEXT NOT NULL,
   "key" TEXT NOT NULL,
   "old" TEXT,
   "new" TEXT
);
CREATE INDEX "idx_changes_session_id" ON "changes" ("session", "id");
INSERT INTO sessions VALUES (1, 'acme', 'acme', '2026-03-01T12:00:00+00:00',
  '2026-03-01T12:05:00+00:00', '2026-03-01T12:05:00+00:00', NULL, 'growth', 'A PREVIEW', '$1');
INSERT INTO sessions VALUES (2, 'old', 'old', '2026-03-01T12:00:00+00:00',
  '2026-03-01T12:00:00+00:00', '2026-03-01T12:00:00+00:00', '2026-03-02T12:00:00+00:00', '', '', '');
INSERT INTO answers VALUES (1, 'growth', '"60 %"', 'known', '2026-03-01T12:05:00+00:00');
INSERT INTO answers VALUES (1, 'sources', '["r1"]', 'known', '2026-03-01T12:04:00+00:00');
INSERT INTO answers VALUES (1, 'sources/r1/name', '"shop"', 'estimate', '2026-03-01T12:04:00+00:00');
INSERT INTO answers VALUES (1, 'of_the_future', '"x"', 'known', '2026-03-01T12:04:00+00:00');
INSERT INTO changes VALUES (1, 1, 1, '2026-03-01T12:03:00+00:00', 'growth', NULL, '["50 %", "known"]');
INSERT INTO changes VALUES (2, 1, 2, '2026-03-01T12:04:00+00:00', 'sources', NULL, '[["r1"], "known"]');
INSERT INTO changes VALUES (3, 1, 2, '2026-03-01T12:04:00+00:00', 'sources/r1/name', NULL, '["shop", "estimate"]');
INSERT INTO changes VALUES (4, 1, 3, '2026-03-01T12:05:00+00:00', 'growth', '["50 %", "known"]', '["60 %", "known"]');
PRAGMA application_id = 1146111320;
PRAGMA user_version = 1;
