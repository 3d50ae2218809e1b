package io.github.spencerpark.ijava.magics;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code %maven} and its kin do, as methods: IJava's class, over Maven's own resolution. */
public interface MavenResolver {
  /**
   * From here on, that repository is asked too.
   *
   * @param name an id, to which settings.xml may refer
   * @param url its address
   */
  void addRemoteRepo(String name, String url);

  /**
   * Finds an artifact and what it needs, and adds nothing.
   *
   * @param canonical {@code group:artifact[:type[:classifier]]:version}, or Ivy's {@code
   *     group#artifact;version}
   * @param repos addresses of repositories to ask too, or null
   * @param verbosity above 0: all that Maven says is shown
   * @return files in the local repository
   * @throws IOException when Maven fails
   */
  List<File> resolveMavenDependency(String canonical, @Nullable Set<String> repos, int verbosity)
      throws IOException;

  /**
   * Adds jars to the notebook's class path.
   *
   * @param jars their paths
   */
  void addJarsToClasspath(Iterable<String> jars);

  /**
   * {@code %maven}.
   *
   * @param args coordinates; {@code --from ADDRESS} and {@code --verbose}
   * @throws Exception when Maven fails
   */
  void addMavenDependencies(List<String> args) throws Exception;

  /**
   * {@code %mavenRepo}.
   *
   * @param args an id and an address
   */
  void addMavenRepo(List<String> args);

  /**
   * {@code %%loadFromPOM}.
   *
   * @param args scopes
   * @param body a POM or a part of one
   * @throws Exception when Maven fails
   */
  void loadFromPOM(List<String> args, String body) throws Exception;

  /**
   * {@code %loadFromPOM}.
   *
   * @param args a POM's path, and scopes
   * @throws Exception when Maven fails
   */
  void loadFromPOM(List<String> args) throws Exception;
}
