import { z } from 'zod';
import { type Answer, apiError, ok } from './answers.ts';
import { filled, wrong } from './bodies.ts';
import type { Meter } from './meter.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { Delivered, Stream } from './stream.ts';
import type { Press, Pressed, Sent } from './types.ts';
import type { ChatId, World } from './world.ts';

const CARD_TOPIC = '/v1.0/card/instances/callback';

/** Values are strings (docs/protocol-dingtalk.md, section 4.7). */
const cardData = z.strictObject({ cardParamMap: z.record(z.string(), z.string()) });
const cardUpdateOptions = z
  .strictObject({ updateCardDataByKey: z.boolean().optional(), updatePrivateDataByKey: z.boolean().optional() })
  .optional();

const deliver = z.looseObject({
  cardTemplateId: filled,
  outTrackId: filled,
  callbackType: z.enum(['STREAM', 'HTTP']).optional(),
  userIdType: z.int().optional(),
  cardData,
  openSpaceId: filled,
  imGroupOpenSpaceModel: z.looseObject({}).optional(),
  imGroupOpenDeliverModel: z
    .looseObject({ robotCode: filled, atUserIds: z.record(z.string(), z.string()).optional() })
    .optional(),
  imRobotOpenSpaceModel: z.looseObject({}).optional(),
  imRobotOpenDeliverModel: z.looseObject({ spaceType: z.literal('IM_ROBOT'), robotCode: filled }).optional(),
});
const update = z.strictObject({
  outTrackId: filled,
  cardData,
  cardUpdateOptions,
  privateData: z.record(z.string(), cardData).optional(),
  userIdType: z.int().optional(),
});
/** What an acknowledgement of a card action may carry; it changes the card. */
const response = z
  .strictObject({
    cardUpdateOptions,
    cardData: cardData.optional(),
    userPrivateData: cardData.optional(),
  })
  .nullable();

type Deliver = z.infer<typeof deliver>;
type Params = z.infer<typeof cardData>['cardParamMap'];

interface Card {
  bubble: Sent;
  spaceId: string;
  spaceType: string;
  stream: boolean;
}

/** Interactive cards: laid out, changed, pressed (docs/protocol-dingtalk.md, section 4.7). */
export class Cards {
  private readonly cards = new Map<string, Card>();
  private readonly world: World;
  private readonly meter: Meter;
  private readonly stream: () => Stream;

  constructor(world: World, meter: Meter, stream: () => Stream) {
    this.world = world;
    this.meter = meter;
    this.stream = stream;
  }

  endpoints(): Endpoints {
    const scope = 'Card.Instance.Write';
    return {
      'POST /v1.0/card/instances/createAndDeliver': this.meter.api(scope, (call) => this.deliver(call)),
      'PUT /v1.0/card/instances': this.meter.api(scope, (call) => this.update(call)),
    };
  }

  /** The content of the acknowledgement is applied to the card (docs/protocol-dingtalk.md, section 1.2). */
  async press({ by, outTrackId, actionIds = [], params = {} }: Press): Promise<Pressed> {
    const card = this.cards.get(outTrackId);
    if (!card) throw new Error(`no card ${outTrackId}`);
    const data = {
      type: 'actionCallback',
      outTrackId,
      corpId: this.world.app.corpId,
      userId: by,
      userIdType: 1,
      spaceId: card.spaceId,
      spaceType: card.spaceType,
      extension: '{}',
      content: JSON.stringify({ cardPrivateData: { actionIds, params } }),
    };
    if (!card.stream) return { outcome: 'not-delivered', latencyMs: 0, card: card.bubble };
    const told = await this.stream().push({ type: 'CALLBACK', topic: CARD_TOPIC, data }, outTrackId);
    const privately = this.apply(card, told);
    return { outcome: told.outcome, latencyMs: told.latencyMs, card: card.bubble, ...privately };
  }

  /** What the acknowledgement shows to who pressed alone. */
  private apply(card: Card, { acked }: Delivered): Pick<Pressed, 'privately'> {
    if (!acked) return {};
    const read = response.safeParse(acked.data?.response ?? null);
    if (!read.success) this.world.violate('card-ack', 'malformed', wrong(read.error));
    const { cardData: data, cardUpdateOptions: options, userPrivateData } = read.data ?? {};
    if (data) this.change(card, data.cardParamMap, options?.updateCardDataByKey);
    return userPrivateData ? { privately: userPrivateData.cardParamMap } : {};
  }

  private change({ bubble }: Card, params: Params, byKey = false): void {
    bubble.card = byKey ? { ...bubble.card, ...params } : params;
    bubble.text = String(bubble.card.text ?? '');
    this.world.changed();
  }

  private deliver(call: Call): Answer {
    const where = 'createAndDeliver';
    const read = deliver.safeParse(jsonOf(call));
    if (!read.success) return this.malformed(where, wrong(read.error));
    const { cardTemplateId, outTrackId, openSpaceId } = read.data;
    if (!this.world.app.templates.includes(cardTemplateId))
      return apiError(this.world, where, { code: 'param.templateUnpublished' });
    if (this.cards.has(outTrackId))
      return apiError(this.world, where, {
        code: 'param.outTrackIdRepeat',
        rule: 'out-track-id-used',
        detail: outTrackId,
      });
    const [, spaceType = '', spaceId = ''] = /^dtv1\.card\/\/(IM_GROUP|IM_ROBOT)\.(.+)$/.exec(openSpaceId) ?? [];
    const errorMsg = this.undeliverable(read.data, spaceType, spaceId);
    if (errorMsg === undefined) this.lay(read.data, spaceType, spaceId);
    else this.world.note({ where, code: 'deliverResult', message: errorMsg });
    const success = errorMsg === undefined;
    const carrierId = success ? `carrier${this.world.next()}` : '';
    const deliverResults = [{ success, errorMsg: errorMsg ?? '', carrierId, spaceId, spaceType }];
    return ok({ success: true, result: { outTrackId, deliverResults } });
  }

  private lay(card: Deliver, spaceType: string, spaceId: string): void {
    const { outTrackId, cardData: data, callbackType } = card;
    const chat: ChatId = { kind: spaceType === 'IM_GROUP' ? 'group' : 'single', id: spaceId };
    const mentions = Object.keys(card.imGroupOpenDeliverModel?.atUserIds ?? {});
    const bubble = this.world.show({
      via: 'card',
      chat,
      msgtype: 'interactiveCard',
      title: data.cardParamMap.title ?? '',
      text: data.cardParamMap.text ?? '',
      mentions,
      card: data.cardParamMap,
      outTrackId,
    });
    this.cards.set(outTrackId, { bubble, spaceId, spaceType, stream: callbackType === 'STREAM' });
  }

  /** One result per space; the call itself succeeds all the same. */
  private undeliverable(card: Deliver, spaceType: string, spaceId: string): string | undefined {
    const group = this.world.groups.get(spaceId);
    const member = this.world.members.get(spaceId);
    const inGroup = spaceType === 'IM_GROUP';
    if (inGroup ? group?.state !== 'open' : !member || member.outsider || member.visible === false)
      return 'spaceId is illegal';
    const space = inGroup ? card.imGroupOpenSpaceModel : card.imRobotOpenSpaceModel;
    const model = inGroup ? card.imGroupOpenDeliverModel : card.imRobotOpenDeliverModel;
    if (!space || !model) return 'openSpaceModel or openDeliverModel is missing';
    return model.robotCode === this.world.app.robotCode ? undefined : 'robotCode is illegal';
  }

  private update(call: Call): Answer {
    const where = 'card/instances';
    const read = update.safeParse(jsonOf(call));
    if (!read.success) return this.malformed(where, wrong(read.error));
    const card = this.cards.get(read.data.outTrackId);
    if (!card) return apiError(this.world, where, { code: 'param.cardNotExist' });
    this.change(card, read.data.cardData.cardParamMap, read.data.cardUpdateOptions?.updateCardDataByKey);
    return ok({ success: true, result: true });
  }

  private malformed(where: string, detail: string): Answer {
    return apiError(this.world, where, { code: 'param.error', rule: 'malformed', detail });
  }
}
