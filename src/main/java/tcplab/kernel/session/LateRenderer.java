package tcplab.kernel.session;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.common.Text;
import io.github.spencerpark.jupyter.kernel.display.common.Url;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.Preload;

/**
 * IJava's renderer, with its renderers and the preload's registered only when a value comes that
 * needs them: they load AWT, Tablesaw and the like.
 */
final class LateRenderer extends Renderer {
  private final Preload preload;
  private boolean registered;

  LateRenderer(Preload preload) {
    this.preload = preload;
  }

  @Override
  public <T> RenderRegistration<T> createRegistration(Class<T> type) {
    registerAll();
    return super.createRegistration(type);
  }

  @Override
  public synchronized <T> void register(
      Set<MIMEType> supported,
      Set<MIMEType> preferred,
      Set<Class<? extends T>> types,
      RenderFunction<T> function) {
    registerAll();
    super.register(supported, preferred, types, function);
  }

  @Override
  public DisplayData render(@Nullable Object value, Map<String, Object> parameters) {
    if (value == null) {
      return new DisplayData("null");
    }
    if (value instanceof DisplayData data) {
      return new DisplayData(data);
    }
    if (isPlain(value)) {
      return new DisplayData(value.toString());
    }
    registerAll();
    return super.render(value, parameters);
  }

  @Override
  public DisplayData render(@Nullable Object value) {
    return render(value, Map.of());
  }

  @Override
  public DisplayData renderAs(
      @Nullable Object value, Map<String, Object> parameters, String... types) {
    if (value instanceof DisplayData data) {
      return new DisplayData(data);
    }
    registerAll();
    DisplayData data = super.renderAs(value == null ? "null" : value, parameters, types);
    for (String type : types) {
      requireForm(data, type, value);
    }
    return data;
  }

  @Override
  public DisplayData renderAs(@Nullable Object value, String... types) {
    return renderAs(value, Map.of(), types);
  }

  /** An unknown type must not end as silent text. */
  private static void requireForm(DisplayData data, String type, @Nullable Object value) {
    boolean wildcard = type.indexOf('*') >= 0;
    String prefix = wildcard ? type.substring(0, type.indexOf('*')) : type;
    for (String form : data.data().keySet()) {
      if (wildcard ? form.startsWith(prefix) : form.equals(type)) {
        return;
      }
    }
    String what = value == null ? "null" : value.getClass().getName();
    throw new IllegalArgumentException("No renderer shows " + what + " as " + type);
  }

  /** Values whose text is all there is to them; rendering them must load nothing. */
  private static boolean isPlain(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof String;
  }

  private synchronized void registerAll() {
    if (!registered) {
      registered = true;
      Image.registerAll(this);
      Text.registerAll(this);
      Url.registerAll(this);
      preload.renderers(this);
    }
  }
}
