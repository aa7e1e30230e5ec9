-- What was measured of a file is one JSON value.
ALTER TABLE "blob" ADD COLUMN "measured" JSONB NOT NULL DEFAULT '{}';
UPDATE "blob" SET "measured" = jsonb_build_object('durationMs', "duration_ms") WHERE "duration_ms" IS NOT NULL;
ALTER TABLE "blob" DROP COLUMN "duration_ms";

-- The same in the files of messages in hand.
UPDATE "inbound" SET "fetched" = (
  SELECT jsonb_agg(CASE
    WHEN f ? 'failure' THEN f
    ELSE f - 'durationMs' || jsonb_build_object('measured',
      CASE WHEN f ? 'durationMs' THEN jsonb_build_object('durationMs', f -> 'durationMs') ELSE '{}'::jsonb END)
    END ORDER BY nth)
  FROM jsonb_array_elements("fetched") WITH ORDINALITY AS one (f, nth))
WHERE jsonb_typeof("fetched") = 'array' AND jsonb_array_length("fetched") > 0;

-- What a draft waits for has columns of its own; it stood among the words of the entry.
ALTER TABLE "submission" ADD COLUMN "gathered" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "as_one" BOOLEAN;
UPDATE "submission" SET
  "gathered" = coalesce("fields" ->> 'gathered' = 'yes', false),
  "as_one" = CASE "fields" ->> 'asOne' WHEN 'yes' THEN true WHEN 'no' THEN false END,
  "fields" = "fields" - 'gathered' - 'asOne'
WHERE "fields" ?| ARRAY['gathered', 'asOne'];

-- By what way a change was made. Everything so far came as a message or by the clock.
ALTER TABLE "audit" ADD COLUMN "entrance" TEXT NOT NULL DEFAULT 'message', ADD COLUMN "entrance_id" TEXT;
UPDATE "audit" SET "entrance" = 'clock' WHERE "person_id" IS NULL;

-- A proposal was kept as the line of a command, and waits ten minutes at most: whoever still has one open says it once more.
DELETE FROM "question" WHERE "kind" IN ('confirm', 'attendance');

-- Nothing ever wrote it.
ALTER TABLE "reminder" DROP COLUMN "outbound_id";

-- A request is kept as facts. What was kept as a sentence and a command stays as it was read.
UPDATE "request" SET "asked" = json_build_object('kind', 'earlier', 'id', "id", 'words', "asked", 'command', "command")::text;
ALTER TABLE "request" DROP COLUMN "command";
