-- CreateTable
CREATE TABLE "person" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "channel" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "direct_chat_id" TEXT,
    "person_id" INTEGER NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("channel","sender_id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" SERIAL NOT NULL,
    "person_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "code_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL DEFAULT '',
    "issued_by" INTEGER,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "used_by" INTEGER,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "chat_group" (
    "channel" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "bound_by" INTEGER,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_group_pkey" PRIMARY KEY ("channel","chat_id")
);

-- CreateTable
CREATE TABLE "submission" (
    "number" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL DEFAULT '',
    "category_id" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "fields" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "by_person" INTEGER NOT NULL,
    "on_behalf" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "open_until" TIMESTAMPTZ(3),
    "channel" TEXT NOT NULL,
    "chat_kind" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "submission_file" (
    "id" SERIAL NOT NULL,
    "submission_number" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "submission_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blob" (
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "extension" TEXT NOT NULL DEFAULT '',
    "mime" TEXT NOT NULL DEFAULT '',
    "duration_ms" INTEGER,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "tally" (
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category_id" TEXT NOT NULL,
    "received" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "returned" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "tally_pkey" PRIMARY KEY ("campaign","unit_id","category_id")
);

-- CreateTable
CREATE TABLE "zero_report" (
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "zero_report_pkey" PRIMARY KEY ("campaign","unit_id","category_id")
);

-- CreateTable
CREATE TABLE "target_change" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "basis" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "target_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "extension" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category_id" TEXT NOT NULL DEFAULT '',
    "day" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "extension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question" (
    "person_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "question_pkey" PRIMARY KEY ("person_id","channel","chat_id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" INTEGER,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    "fetched" JSONB,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbound" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "chat_kind" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "inbound_id" BIGINT,
    "post" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "message_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "campaign" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "outbound_id" BIGINT,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("campaign","key")
);

-- CreateTable
CREATE TABLE "planned_reminder" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "by_person" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "dropped_at" TIMESTAMPTZ(3),

    CONSTRAINT "planned_reminder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "practice_message" (
    "id" BIGSERIAL NOT NULL,
    "chat" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "files" JSONB NOT NULL DEFAULT '[]',
    "quote_id" BIGINT,
    "mention" BOOLEAN NOT NULL DEFAULT false,
    "mentions" JSONB NOT NULL DEFAULT '[]',
    "outbound_id" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "practice_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_person_id_idx" ON "account"("person_id");

-- CreateIndex
CREATE INDEX "membership_unit_id_role_idx" ON "membership"("unit_id", "role");

-- CreateIndex
CREATE UNIQUE INDEX "membership_person_id_role_unit_id_key" ON "membership"("person_id", "role", "unit_id");

-- CreateIndex
CREATE INDEX "submission_campaign_unit_id_category_id_state_idx" ON "submission"("campaign", "unit_id", "category_id", "state");

-- CreateIndex
CREATE INDEX "submission_by_person_state_idx" ON "submission"("by_person", "state");

-- CreateIndex
CREATE INDEX "submission_open_until_idx" ON "submission"("open_until");

-- CreateIndex
CREATE INDEX "submission_file_submission_number_idx" ON "submission_file"("submission_number");

-- CreateIndex
CREATE INDEX "submission_file_sha256_idx" ON "submission_file"("sha256");

-- CreateIndex
CREATE INDEX "target_change_campaign_unit_id_category_id_idx" ON "target_change"("campaign", "unit_id", "category_id");

-- CreateIndex
CREATE INDEX "extension_campaign_unit_id_idx" ON "extension"("campaign", "unit_id");

-- CreateIndex
CREATE INDEX "audit_subject_idx" ON "audit"("subject");

-- CreateIndex
CREATE INDEX "inbound_state_id_idx" ON "inbound"("state", "id");

-- CreateIndex
CREATE INDEX "inbound_channel_sender_id_id_idx" ON "inbound"("channel", "sender_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_channel_message_id_key" ON "inbound"("channel", "message_id");

-- CreateIndex
CREATE INDEX "outbound_state_next_at_idx" ON "outbound"("state", "next_at");

-- CreateIndex
CREATE INDEX "outbound_inbound_id_idx" ON "outbound"("inbound_id");

-- CreateIndex
CREATE UNIQUE INDEX "practice_message_outbound_id_key" ON "practice_message"("outbound_id");

-- CreateIndex
CREATE INDEX "practice_message_chat_id_idx" ON "practice_message"("chat", "id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission_file" ADD CONSTRAINT "submission_file_submission_number_fkey" FOREIGN KEY ("submission_number") REFERENCES "submission"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission_file" ADD CONSTRAINT "submission_file_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "blob"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

