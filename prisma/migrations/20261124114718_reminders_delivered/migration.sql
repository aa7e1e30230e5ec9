-- DropIndex
DROP INDEX "outbound_state_next_at_idx";

-- AlterTable
ALTER TABLE "outbound" ADD COLUMN     "recipe" JSONB,
ADD COLUMN     "trouble" TEXT,
ADD COLUMN     "unreached" TEXT[];

-- CreateTable
CREATE TABLE "direct_reminder" (
    "campaign" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "unit_id" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "direct_reminder_pkey" PRIMARY KEY ("campaign","day","person_id","unit_id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" TEXT NOT NULL,
    "taken" BIGINT[],
    "wait_ms" BIGINT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "throttle_until_idx" ON "throttle"("until");

-- CreateIndex
CREATE INDEX "outbound_state_id_idx" ON "outbound"("state", "id");

-- CreateIndex
CREATE INDEX "outbound_channel_chat_id_state_idx" ON "outbound"("channel", "chat_id", "state");

-- CreateIndex
CREATE INDEX "outbound_trouble_idx" ON "outbound"("trouble");

