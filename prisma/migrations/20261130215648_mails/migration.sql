-- CreateTable
CREATE TABLE "mail" (
    "number" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "head_key" TEXT NOT NULL,
    "body_key" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "links" TEXT[],
    "matched" JSONB NOT NULL,
    "problem" TEXT NOT NULL DEFAULT '',
    "same_as" INTEGER,
    "decided_by" INTEGER,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "mail_file" (
    "id" SERIAL NOT NULL,
    "mail" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT,
    "size" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "mail_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_place" (
    "mailbox" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "uid" INTEGER NOT NULL,
    "mail" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "deaths" INTEGER NOT NULL DEFAULT 0,
    "reading" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "mail_place_pkey" PRIMARY KEY ("mailbox","uid_validity","uid")
);

-- CreateTable
CREATE TABLE "mail_sender" (
    "campaign" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_sender_pkey" PRIMARY KEY ("campaign","address","unit_id")
);

-- CreateIndex
CREATE INDEX "mail_campaign_state_number_idx" ON "mail"("campaign", "state", "number");

-- CreateIndex
CREATE INDEX "mail_head_key_idx" ON "mail"("head_key");

-- CreateIndex
CREATE INDEX "mail_body_key_idx" ON "mail"("body_key");

-- CreateIndex
CREATE INDEX "mail_file_mail_idx" ON "mail_file"("mail");

-- CreateIndex
CREATE INDEX "mail_file_sha256_idx" ON "mail_file"("sha256");

-- CreateIndex
CREATE INDEX "mail_place_mailbox_mail_idx" ON "mail_place"("mailbox", "mail");

-- AddForeignKey
ALTER TABLE "mail_file" ADD CONSTRAINT "mail_file_mail_fkey" FOREIGN KEY ("mail") REFERENCES "mail"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

