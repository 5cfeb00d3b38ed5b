import type { History } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';

const barWidth = 6;
const gap = 2;

/** What passed a processor in the last five minutes, a bar for each ten seconds; what failed is on top. */
export function HistoryChart({ history, height = 64 }: { history: History; height?: number }) {
  const passed = history.steps.map((step) => ({
    well: Math.max(step.out, step.in - step.failed, 0),
    failed: step.failed,
  }));
  const most = Math.max(0, ...passed.map(({ well, failed }) => well + failed));
  const width = passed.length * (barWidth + gap) - gap;
  const tall = (value: number) => (most === 0 ? 0 : (value / most) * (height - 1));
  return (
    <figure className="history">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.flows.recentOf(history.processor)}
      >
        {passed.map(({ well, failed }, at) => {
          const x = at * (barWidth + gap);
          const good = Math.max(well > 0 ? 1.5 : 0, tall(well));
          const bad = Math.max(failed > 0 ? 1.5 : 0, tall(failed));
          return (
            <g key={at}>
              <rect className="history-base" x={x} y={height - 1} width={barWidth} height={1} />
              <rect className="history-well" x={x} y={height - good} width={barWidth} height={good} />
              <rect className="history-failed" x={x} y={height - good - bad} width={barWidth} height={bad} />
            </g>
          );
        })}
      </svg>
      {height > 30 && (
        <figcaption className="list-text">
          {most === 0 ? texts.flows.quiet : texts.flows.perStep(count(most))}
        </figcaption>
      )}
    </figure>
  );
}
