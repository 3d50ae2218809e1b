package tcplab.plot;

/** What stands in a picture's place where there is nothing to draw: it says why. */
public final class BlankPicture {
  private static final double HEIGHT = 120;

  private BlankPicture() {}

  /**
   * A picture of a sentence.
   *
   * @param title what was asked for
   * @param why why there is nothing to see
   */
  public static Picture of(String title, String why) {
    Svg svg = new Svg(Axes.WIDTH, HEIGHT, title, why);
    Axes.heading(svg, title);
    double y = HEIGHT / 2;
    for (String line : Labels.wrap(why, Axes.WIDTH - 40, Svg.TEXT)) {
      svg.text(Axes.WIDTH / 2, y, line, "fill", Paint.MUTED, "text-anchor", "middle");
      y += 18;
    }
    return Picture.of(svg.finish(), Axes.WIDTH, HEIGHT, title, why);
  }
}
