package tcplab.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the frames that a {@link PacketFilter} wants, and counts the others, so that a frame has
 * the same number with and without a filter.
 */
final class FilteredFrames implements FrameSink {
  private final PacketFilter filter;
  private final FrameSink next;
  private final String name;
  private final Map<Integer, FilterProgram> compiled = new HashMap<>();
  private final List<@Nullable FilterProgram> programs = new ArrayList<>();
  private @Nullable FilterException refused;

  FilteredFrames(PacketFilter filter, FrameSink next, String name) {
    this.filter = filter;
    this.next = next;
    this.name = name;
  }

  /**
   * Compiles the filter for an interface. Where libpcap refuses it for this link type only, the
   * interface's frames are left out; where for every one, the expression is wrong.
   */
  @Override
  public void source(int interfaceId, int linkType, boolean bigEndian) throws IOException {
    while (programs.size() <= interfaceId) {
      programs.add(null);
    }
    if (LinkType.of(linkType) == null) {
      return;
    }
    int key = linkType << 1 | (bigEndian ? 1 : 0);
    FilterProgram program = compiled.get(key);
    try {
      program = program == null ? filter.program(linkType, bigEndian) : program;
      compiled.put(key, program);
      programs.set(interfaceId, program);
    } catch (FilterException e) {
      if (refused == null && (e.isAboutAName() || !filter.fitsAnyLinkType())) {
        throw e;
      }
      refused = e;
      String problem = "interface " + interfaceId + " has no such fields, " + e.getMessage();
      next.fault(new Fault(name, 0, problem, "its packets are left out"));
    }
  }

  /**
   * To be called at the end.
   *
   * @throws FilterException when no interface of the capture took the filter
   */
  void check() throws FilterException {
    if (refused != null && compiled.isEmpty()) {
      throw refused;
    }
  }

  @Override
  public void frame(
      byte[] bytes, int at, int captured, int wire, long timeNs, LinkType link, int interfaceId) {
    FilterProgram program = programs.get(interfaceId);
    if (program != null && program.accepts(bytes, at, captured, wire)) {
      next.frame(bytes, at, captured, wire, timeNs, link, interfaceId);
    } else {
      next.unwanted();
    }
  }

  @Override
  public void unwanted() {
    next.unwanted();
  }

  @Override
  public void skipped() {
    next.skipped();
  }

  @Override
  public void fault(Fault fault) {
    next.fault(fault);
  }
}
