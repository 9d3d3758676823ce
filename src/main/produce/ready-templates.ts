/** Templates to begin with. */
import type { FakeLocale, ReadyTemplate } from '../contract/produce.ts';

const lines = (...parts: readonly string[]): string => parts.join('\n');

const currency = { en: 'USD', ko: 'KRW' } as const;
const price = { en: '{{float(5, 400, 2)}}', ko: '{{int(5000, 400000)}}' } as const;

/** In the words and the money of a language. */
export function readyTemplates(locale: FakeLocale): readonly ReadyTemplate[] {
  return [
    {
      id: 'orders',
      topic: 'orders',
      template: {
        key: {
          kind: 'pool',
          text: 'customer-{{seq}}',
          count: 500,
          hotCount: 0,
          hotSharePercent: 0,
        },
        value: lines(
          '{',
          '  "orderId": "{{uuid}}",',
          '  "customerId": "{{key}}",',
          '  "customer": "{{person.fullName}}",',
          '  "product": "{{commerce.productName}}",',
          '  "quantity": {{int(1, 5)}},',
          `  "amount": ${price[locale]},`,
          `  "currency": "${currency[locale]}",`,
          '  "city": "{{location.city}}",',
          '  "createdAt": "{{nowIso}}"',
          '}',
        ),
        headers: [{ name: 'type', value: 'OrderCreated' }],
      },
    },
    {
      id: 'payments',
      topic: 'payments',
      template: {
        key: { kind: 'template', text: 'payment-{{seq(100000)}}' },
        value: lines(
          '{',
          '  "paymentId": "{{key}}",',
          '  "orderId": "{{uuid}}",',
          `  "amount": ${price[locale]},`,
          `  "currency": "${currency[locale]}",`,
          '  "method": "{{pick("card", "transfer", "wallet")}}",',
          '  "status": "{{pick("approved", "approved", "approved", "approved", "declined")}}",',
          '  "paidAt": "{{nowIso}}"',
          '}',
        ),
        headers: [],
      },
    },
    {
      id: 'clicks',
      topic: 'clicks',
      template: {
        // A few visitors make most of the noise: one partition runs hot.
        key: {
          kind: 'pool',
          text: 'visitor-{{seq}}',
          count: 1000,
          hotCount: 3,
          hotSharePercent: 60,
        },
        value: lines(
          '{',
          '  "visitor": "{{key}}",',
          '  "page": "/{{pick("home", "search", "product", "cart", "checkout")}}",',
          '  "device": "{{pick("mobile", "desktop", "tablet")}}",',
          '  "ip": "{{internet.ipv4}}",',
          '  "at": {{now}}',
          '}',
        ),
        headers: [],
      },
    },
    {
      id: 'sensors',
      topic: 'sensors',
      template: {
        key: { kind: 'pool', text: 'sensor-{{seq}}', count: 50, hotCount: 0, hotSharePercent: 0 },
        value: lines(
          '{',
          '  "sensor": "{{key}}",',
          '  "reading": {{seq}},',
          '  "temperature": {{float(-10, 40, 1)}},',
          '  "humidity": {{int(20, 95)}},',
          '  "isOk": {{datatype.boolean({"probability": 0.98})}},',
          '  "at": {{now}}',
          '}',
        ),
        headers: [],
      },
    },
  ];
}
