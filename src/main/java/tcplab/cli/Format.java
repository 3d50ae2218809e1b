package tcplab.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms a table can be printed in. */
enum Format {
  /** Aligned columns for a reader. */
  TABLE,
  /** RFC 4180 with a header row; a missing value is empty. */
  CSV,
  /** An array of objects, one a line; a missing value is null. */
  JSON;

  /** The one of this name, in whatever case; {@code null} when there is none. */
  static @Nullable Format of(String name) {
    for (Format format : values()) {
      if (format.toString().equalsIgnoreCase(name)) {
        return format;
      }
    }
    return null;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
