/** A number over time, as a line; the newest at the right. */
export function Spark({ values, label }: { values: number[]; label: string }) {
  const width = 150;
  const height = 34;
  const most = Math.max(1, ...values);
  // From a minute on it fills the whole width.
  const step = width / Math.max(29, values.length - 1);
  const x = (at: number) => width - (values.length - 1 - at) * step;
  const y = (value: number) => height - 2 - (value / most) * (height - 4);
  const line = values.map((value, at) => `${x(at)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="spark"
    >
      {values.length > 1 && (
        <>
          <polygon className="spark-area" points={`${x(0)},${height} ${line} ${width},${height}`} />
          <polyline className="spark-line" points={line} vectorEffect="non-scaling-stroke" />
        </>
      )}
    </svg>
  );
}
