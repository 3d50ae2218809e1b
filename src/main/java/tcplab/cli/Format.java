package tcplab.cli;

/** The forms a table can be printed in. */
enum Format {
  /** Aligned columns for a reader. */
  TABLE,
  /** RFC 4180 with a header row; a missing value is empty. */
  CSV,
  /** An array of objects, one a line; a missing value is null. */
  JSON;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
