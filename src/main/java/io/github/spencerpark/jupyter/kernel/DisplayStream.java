package io.github.spencerpark.jupyter.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/** Where rendered data goes to be seen. */
public interface DisplayStream {
  /**
   * Shows data below the running cell.
   *
   * @param data what to show
   */
  void display(DisplayData data);

  /**
   * Replaces the display that has the data's own display id.
   *
   * @param data the new content, with a display id
   * @throws IllegalArgumentException when the data has no display id
   */
  default void updateDisplay(DisplayData data) {
    String id = data.getDisplayId();
    if (id == null) {
      throw new IllegalArgumentException("Only data with a display id can replace a display");
    }
    updateDisplay(id, data);
  }

  /**
   * Replaces a display.
   *
   * @param id its display id
   * @param data the new content
   */
  void updateDisplay(String id, DisplayData data);
}
