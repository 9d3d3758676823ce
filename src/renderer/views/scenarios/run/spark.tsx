/** A small line of values over time. */
const widthPx = 150;
const heightPx = 34;

export function Spark(props: { readonly values: readonly number[]; readonly label: string }) {
  const { values, label } = props;
  const max = Math.max(1, ...values);
  const step = widthPx / Math.max(1, values.length - 1);
  const points = values
    .map(
      (value, at) =>
        `${(at * step).toFixed(1)},${(heightPx - 2 - (value / max) * (heightPx - 4)).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg width={widthPx} height={heightPx} role="img" aria-label={`${label}: ${max}`}>
      <polyline points={points} fill="none" stroke="var(--series-1)" strokeWidth={1.5} />
    </svg>
  );
}
