-- CreateTable
CREATE TABLE "snapshot" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshot_entry" (
    "snapshot_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "entry" JSONB NOT NULL,

    CONSTRAINT "snapshot_entry_pkey" PRIMARY KEY ("snapshot_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "snapshot_campaign_number_key" ON "snapshot"("campaign", "number");

