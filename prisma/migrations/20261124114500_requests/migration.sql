-- CreateTable
CREATE TABLE "self_report" (
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category_id" TEXT NOT NULL DEFAULT '',
    "number" INTEGER,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "self_report_pkey" PRIMARY KEY ("campaign","unit_id","category_id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" TEXT NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "request_campaign_settled_at_idx" ON "request"("campaign", "settled_at");

-- CreateIndex
CREATE UNIQUE INDEX "request_campaign_unit_id_kind_asked_day_key" ON "request"("campaign", "unit_id", "kind", "asked", "day");

