const barWidth = 6;
const gap = 2;

export interface Bar {
  well: number;
  failed: number;
}

/** The tallest of the bars. */
export const tallest = (bars: Bar[]) => Math.max(0, ...bars.map(({ well, failed }) => well + failed));

/** Numbers over time, what failed on top of what went well. */
export function Bars({ bars, label, height = 64 }: { bars: Bar[]; label: string; height?: number }) {
  const most = tallest(bars);
  const tall = (value: number) => (value > 0 ? Math.max(1.5, (value / most) * (height - 1)) : 0);
  return (
    <svg
      viewBox={`0 0 ${bars.length * (barWidth + gap) - gap} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bars.map(({ well, failed }, at) => {
        const x = at * (barWidth + gap);
        const good = tall(well);
        const bad = tall(failed);
        return (
          <g key={at}>
            <rect className="history-base" x={x} y={height - 1} width={barWidth} height={1} />
            <rect className="history-well" x={x} y={height - good} width={barWidth} height={good} />
            <rect className="history-failed" x={x} y={height - good - bad} width={barWidth} height={bad} />
          </g>
        );
      })}
    </svg>
  );
}
