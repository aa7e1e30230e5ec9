-- DropIndex
DROP INDEX "inbound_channel_sender_id_id_idx";

-- CreateIndex
CREATE INDEX "inbound_channel_sender_id_state_id_idx" ON "inbound"("channel", "sender_id", "state", "id");

