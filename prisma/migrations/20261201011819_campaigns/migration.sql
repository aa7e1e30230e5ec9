-- DropIndex
DROP INDEX "membership_person_id_role_unit_id_key";

-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "campaign" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "campaign" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "chat_group" ADD COLUMN     "campaign" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "question" ADD COLUMN     "campaign" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "audit" ADD COLUMN     "campaign" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "chosen_campaign" (
    "channel" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chosen_campaign_pkey" PRIMARY KEY ("channel","sender_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "membership_person_id_role_unit_id_campaign_key" ON "membership"("person_id", "role", "unit_id", "campaign");


-- What was kept so far is of one campaign wherever there was one only: judges judge in it alone, and what was done was done in it.
-- Coordinators, staff and admins are so in every campaign to come, and groups get the posts of all.
WITH known AS (
  SELECT campaign FROM submission UNION SELECT campaign FROM reminder UNION SELECT campaign FROM judge UNION SELECT campaign FROM tally
  UNION SELECT substr(key, length('reminders-since/') + 1) FROM setting WHERE key LIKE 'reminders-since/%'
), sole AS (SELECT min(campaign) AS campaign FROM known HAVING count(*) = 1), judges AS (
  UPDATE membership m SET campaign = sole.campaign FROM sole WHERE m.role = 'judge'
), invited AS (
  UPDATE invitation i SET campaign = sole.campaign FROM sole WHERE i.role = 'judge'
), asked AS (
  UPDATE question q SET campaign = sole.campaign FROM sole
)
UPDATE audit a SET campaign = sole.campaign FROM sole;

UPDATE audit a SET campaign = s.campaign FROM submission s WHERE a.campaign = '' AND a.subject = 'submission:' || s.number;
