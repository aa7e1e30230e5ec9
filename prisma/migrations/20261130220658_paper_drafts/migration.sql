-- CreateTable
CREATE TABLE "paper_draft" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "snapshot" INTEGER NOT NULL,
    "parts" JSONB NOT NULL,
    "day" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paper_draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "paper_draft_campaign_kind_number_key" ON "paper_draft"("campaign", "kind", "number");

