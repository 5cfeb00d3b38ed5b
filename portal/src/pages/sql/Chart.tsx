import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { texts } from '../../texts';

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface ChartProps {
  form: 'bar' | 'line';
  category: string;
  value: string;
  points: [string, number][];
}

/** Numbers along words or times. What it shows is in the table too, for those who cannot see it. */
export default function Chart(props: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const drawn = init(host.current!, undefined, { renderer: 'svg' });
    chart.current = drawn;
    const resized = new ResizeObserver(() => drawn.resize());
    resized.observe(host.current!);
    return () => {
      resized.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(optionOf(props), { notMerge: true });
  }, [props, scheme]);

  return (
    <div
      ref={host}
      className="sql-chart"
      role="img"
      aria-label={texts.sql.chartLabel(props.value, props.category)}
    />
  );
}

/** A moment to the minute; anything else as it is. */
const shortTime = (at: string) => at.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, '$1 $2');

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function optionOf({ form, value, points }: ChartProps) {
  const text = { color: colour('--dim'), fontFamily: 'inherit', fontSize: 12 };
  const line = { lineStyle: { color: colour('--line') } };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 12, right: 36, top: 36, bottom: 12, containLabel: true },
    // Drawn, not written into the page: values are never read as markup.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: colour('--panel'),
      textStyle: { color: colour('--text') },
    },
    xAxis: {
      type: 'category',
      data: points.map(([at]) => at),
      axisLabel: { ...text, hideOverlap: true, formatter: shortTime },
      axisLine: line,
    },
    yAxis: { type: 'value', name: value, nameTextStyle: text, axisLabel: text, splitLine: line },
    series: [
      {
        type: form,
        data: points.map(([, size]) => size),
        itemStyle: { color: colour('--accent') },
        lineStyle: { color: colour('--accent') },
        showSymbol: points.length < 100,
        barMaxWidth: 48,
      },
    ],
  };
}
