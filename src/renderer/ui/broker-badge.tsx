/** A broker's number in its hue: the same mark wherever the broker is meant. */
import { brokerColor } from '../theme/theme.ts';
import styles from './broker-badge.module.css';

export function BrokerBadge({
  id,
  isOutlined = false,
}: {
  readonly id: number;
  readonly isOutlined?: boolean;
}) {
  return (
    <span
      className={styles.badge}
      data-outlined={isOutlined || undefined}
      style={{ '--hue': brokerColor(id) } as React.CSSProperties}
    >
      {id}
    </span>
  );
}
