package tcplab.plot;

import java.util.ArrayList;
import java.util.List;
import tcplab.capture.SegmentLayout;

/**
 * A TCP header as RFC 9293 §3.1 draws it, 32 bits a row, from a real segment: each field with its
 * name, its value, and below the drawing what that value means.
 */
public final class SegmentPicture {

  private static final int ROW_BITS = 32;
  private static final double BIT = 24;
  private static final double ROW = 46;
  private static final double LEFT = 44;
  private static final double TOP = 66;
  private static final double LINE = 18;
  private static final double WIDTH = LEFT + ROW_BITS * BIT + 20;
  private static final double NAMES = 190;
  private static final double VALUES = 350;
  private static final int MAX_ROWS = 40;
  private static final String MONOSPACE = "monospace";

  private final List<Field> fields;
  private final int rows;

  /**
   * One field of the header.
   *
   * @param name as the RFC calls it
   * @param bitOffset its first bit, counted from the start of the header
   * @param bitLength its length in bits; a field may go over several rows
   * @param value as a reader wants it
   * @param meaning what this value says, empty if nothing need be said
   */
  public record Field(String name, int bitOffset, int bitLength, String value, String meaning) {
    /**
     * Checks that the field lies somewhere.
     *
     * @throws IllegalArgumentException if offset or length cannot be
     */
    public Field {
      if (bitOffset < 0 || bitLength <= 0 || bitOffset > Integer.MAX_VALUE - bitLength) {
        throw new IllegalArgumentException(
            "field " + Labels.inert(name, 40) + ": " + bitLength + " bits at " + bitOffset);
      }
    }

    int end() {
      return bitOffset + bitLength;
    }
  }

  /** The part of a field that lies in one row. */
  private record Part(Field field, int row, int from, int to, boolean first, boolean last) {}

  private SegmentPicture(List<Field> fields) {
    this.fields = fields;
    int bits = fields.stream().mapToInt(Field::end).max().orElse(0);
    this.rows = (int) Math.min(MAX_ROWS, (bits + (long) ROW_BITS - 1) / ROW_BITS);
  }

  /**
   * Draws the header of a captured segment: each field with its meaning and where that is laid
   * down.
   *
   * @param title what the segment is, for example {@code "packet 1: [S] 172.18.0.5 → 172.18.0.3"}
   * @param layout the header's fields, as {@link SegmentLayout#of} reads them out of a frame
   */
  public static Picture of(String title, SegmentLayout layout) {
    List<Field> fields = new ArrayList<>();
    for (SegmentLayout.Field field : layout.fields()) {
      boolean narrow = field.bitLength() < 8;
      String value = narrow ? Long.toString(field.raw()) : field.text();
      String meaning =
          (narrow ? field.text() + ": " : "") + field.meaning() + " (" + field.reference() + ")";
      fields.add(new Field(field.name(), field.bitOffset(), field.bitLength(), value, meaning));
    }
    return of(title, fields);
  }

  /**
   * Draws fields.
   *
   * @param title what the segment is, for example {@code "packet 1: [S] 172.18.0.5 → 172.18.0.3"}
   * @param fields in any order; bits that no field covers stay empty. Of a header of more than 40
   *     rows (which no TCP header is) the first 40 are drawn
   */
  public static Picture of(String title, List<Field> fields) {
    List<Field> inOrder = new ArrayList<>(fields);
    inOrder.sort(java.util.Comparator.comparingInt(Field::bitOffset));
    SegmentPicture layout = new SegmentPicture(List.copyOf(inOrder));
    StringBuilder words = new StringBuilder();
    for (Field field : inOrder) {
      words.append(Labels.inert(field.name(), 60)).append(' ');
      words.append(Labels.inert(field.value(), 60)).append("; ");
    }
    String description = Labels.inert(words.toString(), 3000);
    return Picture.of(layout.draw(title, description), WIDTH, layout.height(), title, description);
  }

  private double height() {
    int lines = fields.stream().mapToInt(field -> meaning(field).size()).sum();
    return TOP + rows * ROW + 24 + lines * LINE + 18;
  }

  private static List<String> meaning(Field field) {
    return Labels.wrap(field.meaning(), WIDTH - LEFT - VALUES - 12, Svg.TEXT);
  }

  private String draw(String title, String description) {
    Svg svg = new Svg(WIDTH, height(), title, description);
    String heading = Labels.fit(title, WIDTH - LEFT - 20, Svg.HEADING);
    svg.text(LEFT, 24, heading, "font-size", Svg.HEADING, "font-weight", "bold");
    ruler(svg);
    for (Field field : fields) {
      for (Part part : parts(field)) {
        cell(svg, part);
      }
    }
    list(svg, TOP + rows * ROW + 24);
    return svg.finish();
  }

  private void ruler(Svg svg) {
    for (int bit = 0; bit < ROW_BITS; bit++) {
      Paint paint = bit % 8 == 0 ? Paint.INK : Paint.MUTED;
      text(
          svg,
          LEFT + (bit + 0.5) * BIT,
          TOP - 6,
          Integer.toString(bit),
          9.5,
          "fill",
          paint,
          "text-anchor",
          "middle");
    }
    text(svg, LEFT - 8, TOP - 6, "bit", 9.5, "fill", Paint.MUTED, "text-anchor", "end");
    for (int row = 0; row < rows; row++) {
      String octet = Integer.toString(row * ROW_BITS / 8);
      text(
          svg,
          LEFT - 8,
          TOP + (row + 0.5) * ROW + 4,
          octet,
          Svg.SMALL,
          "fill",
          Paint.MUTED,
          "text-anchor",
          "end");
    }
    text(svg, LEFT - 8, TOP + 12, "octet", 9.5, "fill", Paint.MUTED, "text-anchor", "end");
  }

  private List<Part> parts(Field field) {
    List<Part> parts = new ArrayList<>();
    for (int at = field.bitOffset(); at < field.end(); ) {
      int row = at / ROW_BITS;
      if (row >= rows) {
        break;
      }
      int to = (int) Math.min(field.end(), (row + 1L) * ROW_BITS);
      int from = at % ROW_BITS;
      parts.add(
          new Part(field, row, from, from + to - at, at == field.bitOffset(), to == field.end()));
      at = to;
    }
    return parts;
  }

  private void cell(Svg svg, Part part) {
    double x = LEFT + part.from() * BIT;
    double y = TOP + part.row() * ROW;
    double width = (part.to() - part.from()) * BIT;
    boolean set = isSet(part.field());
    svg.open("g", "data-field", Labels.inert(part.field().name(), 60));
    svg.titled(
        sentence(part.field()),
        "rect",
        "x",
        x,
        "y",
        y,
        "width",
        width,
        "height",
        ROW,
        "fill",
        set ? Paint.BAND : Paint.PAPER,
        "stroke",
        Paint.MUTED,
        "stroke-width",
        set ? 2.2 : 1);
    // A field over several rows is named in its first row.
    if (part.first()) {
      named(svg, part.field(), x + width / 2, y, width);
    } else {
      continued(svg, part.field(), x + width / 2, y, width);
    }
    svg.close();
  }

  private static boolean isSet(Field field) {
    return field.bitLength() == 1 && field.value().equals("1");
  }

  private void named(Svg svg, Field field, double middle, double y, double width) {
    double size = field.bitLength() == 1 ? 9 : Svg.SMALL;
    text(
        svg,
        middle,
        y + 17,
        Labels.fit(field.name(), width - 3, size),
        size,
        "fill",
        Paint.MUTED,
        "text-anchor",
        "middle");
    String value = Labels.fit(field.value(), width - 4, Svg.TEXT);
    text(
        svg,
        middle,
        y + 35,
        value,
        Svg.TEXT,
        "font-family",
        MONOSPACE,
        "font-weight",
        isSet(field) ? "bold" : "normal",
        "text-anchor",
        "middle");
  }

  private void continued(Svg svg, Field field, double middle, double y, double width) {
    text(
        svg,
        middle,
        y + 27,
        "(" + Labels.fit(field.name(), width - 40, Svg.SMALL) + " goes on)",
        Svg.SMALL,
        "fill",
        Paint.MUTED,
        "text-anchor",
        "middle");
  }

  private void list(Svg svg, double top) {
    double y = top;
    text(svg, LEFT, y, "field", Svg.SMALL, "fill", Paint.MUTED);
    text(svg, LEFT + NAMES, y, "value", Svg.SMALL, "fill", Paint.MUTED);
    text(svg, LEFT + VALUES, y, "what it says", Svg.SMALL, "fill", Paint.MUTED);
    for (Field field : fields) {
      y += LINE;
      text(svg, LEFT, y, Labels.fit(field.name(), NAMES - 10, Svg.TEXT), Svg.TEXT);
      String value = Labels.fit(field.value(), VALUES - NAMES - 10, Svg.TEXT);
      text(svg, LEFT + NAMES, y, value, Svg.TEXT, "font-family", MONOSPACE);
      List<String> lines = meaning(field);
      for (int i = 0; i < lines.size(); i++) {
        y += i == 0 ? 0 : LINE;
        text(svg, LEFT + VALUES, y, lines.get(i), Svg.TEXT);
      }
    }
  }

  private static void text(Svg svg, double x, double y, String text, double size, Object... more) {
    Object[] all = java.util.Arrays.copyOf(more, more.length + 2);
    all[more.length] = "font-size";
    all[more.length + 1] = size;
    svg.text(x, y, text, all);
  }

  private static String sentence(Field field) {
    String place =
        field.bitLength() == 1
            ? "bit " + field.bitOffset()
            : "bits " + field.bitOffset() + "–" + (field.end() - 1);
    String meaning = field.meaning().isEmpty() ? "" : ". " + field.meaning();
    return field.name() + " = " + field.value() + " (" + place + ")" + meaning;
  }
}
