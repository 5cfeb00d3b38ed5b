package dev.weft.server.docs;

import dev.weft.model.FlowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Draws a flow as SVG: processors in columns, as far to the right as their longest way in. */
final class FlowPicture {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 40;
  private static final int GAP_X = 80;
  private static final int GAP_Y = 16;
  private static final int EDGE = 12;
  private static final int MOST = 20;

  private record Wire(String from, String relationship, String to) {}

  private record Box(int x, int y) {
    int right() {
      return x + WIDTH;
    }

    int middle() {
      return y + HEIGHT / 2;
    }
  }

  private final FlowSpec flow;
  private final List<Wire> wires;
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private int width;
  private int height;

  private FlowPicture(FlowSpec flow) {
    this.flow = flow;
    this.wires = flow.connections().stream().map(FlowPicture::wire).toList();
    place();
  }

  static String of(FlowSpec flow) {
    return new FlowPicture(flow).svg();
  }

  private static Wire wire(String connection) {
    var ends = connection.split(" -> ");
    var dot = ends[0].indexOf('.');
    return new Wire(ends[0].substring(0, dot), ends[0].substring(dot + 1), ends[1].strip());
  }

  private void place() {
    var columns = new TreeMap<Integer, List<String>>();
    flow.processors()
        .forEach(
            each ->
                columns
                    .computeIfAbsent(column(each.name(), 0), none -> new ArrayList<>())
                    .add(each.name()));
    var tallest = columns.values().stream().mapToInt(List::size).max().orElse(0);
    height = 2 * EDGE + tallest * (HEIGHT + GAP_Y) - GAP_Y;
    columns.forEach(
        (column, names) -> {
          var free = height - 2 * EDGE - names.size() * (HEIGHT + GAP_Y) + GAP_Y;
          for (var i = 0; i < names.size(); i++) {
            var y = EDGE + free / 2 + i * (HEIGHT + GAP_Y);
            boxes.put(names.get(i), new Box(EDGE + column * (WIDTH + GAP_X), y));
          }
        });
    width = boxes.values().stream().mapToInt(Box::right).max().orElse(0) + EDGE;
  }

  private int column(String name, int depth) {
    if (depth > MOST) {
      throw new IllegalStateException("The flow runs in a circle");
    }
    return wires.stream()
        .filter(wire -> wire.to().equals(name))
        .mapToInt(wire -> column(wire.from(), depth + 1) + 1)
        .max()
        .orElse(0);
  }

  private String svg() {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="sans-serif">
        <title>The flow %3$s</title>
        <defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>
        <rect width="%1$d" height="%2$d" fill="#fff"/>
        %4$s
        %5$s
        </svg>
        """
        .formatted(
            width,
            height,
            flow.name(),
            wires.stream().map(this::line).collect(Collectors.joining("\n")),
            flow.processors().stream().map(this::box).collect(Collectors.joining("\n")));
  }

  private String line(Wire wire) {
    var from = boxes.get(wire.from());
    var to = boxes.get(wire.to());
    var bend = GAP_X / 2;
    var path =
        "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#667\" marker-end=\"url(#a)\"/>"
            .formatted(
                from.right(),
                from.middle(),
                from.right() + bend,
                from.middle(),
                to.x() - bend,
                to.middle(),
                to.x(),
                to.middle());
    return wire.relationship().equals("success")
        ? path
        : path
            + "<text x=\"%d\" y=\"%d\" font-size=\"10\" fill=\"#445\">%s</text>"
                .formatted(
                    from.right() + 5,
                    from.middle() + (to.middle() - from.middle()) / 5 - 4,
                    wire.relationship());
  }

  private String box(FlowSpec.ProcessorSpec processor) {
    var box = boxes.get(processor.name());
    var begins = wires.stream().noneMatch(wire -> wire.to().equals(processor.name()));
    return "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\" fill=\"%s\" stroke=\"#445\"/>"
            .formatted(box.x(), box.y(), WIDTH, HEIGHT, begins ? "#dff0e4" : "#eef2fb")
        + "<text x=\"%d\" y=\"%d\" font-size=\"12\" font-weight=\"bold\" fill=\"#112\">%s</text>"
            .formatted(box.x() + 8, box.y() + 16, processor.name())
        + "<text x=\"%d\" y=\"%d\" font-size=\"11\" fill=\"#445\">%s</text>"
            .formatted(box.x() + 8, box.y() + 31, processor.type());
  }
}
