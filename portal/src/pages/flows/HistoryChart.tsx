import type { History } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { Bars, tallest } from '../../ui/Bars';

/** What passed a processor in the last five minutes, a bar for each ten seconds; what failed is on top. */
export function HistoryChart({ history, height = 64 }: { history: History; height?: number }) {
  const bars = history.steps.map((step) => ({
    well: Math.max(step.out, step.in - step.failed, 0),
    failed: step.failed,
  }));
  const most = tallest(bars);
  return (
    <figure className="history">
      <Bars bars={bars} label={texts.flows.recentOf(history.processor)} height={height} />
      {height > 30 && (
        <figcaption className="list-text">
          {most === 0 ? texts.flows.quiet : texts.flows.perStep(count(most))}
        </figcaption>
      )}
    </figure>
  );
}
