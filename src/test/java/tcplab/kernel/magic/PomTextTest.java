package tcplab.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PomTextTest {
  @Test
  void coordinates_become_a_dependency() {
    assertThat(PomText.dependency("g:a:1.0"))
        .isEqualTo(
            "<dependency><groupId>g</groupId><artifactId>a</artifactId>"
                + "<version>1.0</version></dependency>");
    assertThat(PomText.dependency("g:a:zip:sources:1.0"))
        .contains("<type>zip</type><classifier>sources</classifier>");
  }

  @Test
  void what_is_no_coordinates_is_refused() {
    for (String bad : new String[] {"a", "g:a", "g:a:b:c:d:e", "g:a:<x>", "g::1"}) {
      assertThatThrownBy(() -> PomText.dependency(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bad);
    }
  }

  @Test
  void lone_dependencies_and_repositories_are_put_where_they_belong() {
    String pom =
        PomText.project(
            "<repository><id>r</id></repository>\n<dependency>one</dependency>\n"
                + "<dependency>two</dependency><properties><x>1</x></properties>",
            Map.of("mine", "file:///a&b"));
    assertThat(pom)
        .containsSubsequence(
            "<properties>",
            "<dependencies><dependency>one</dependency>",
            "<dependency>two</dependency>",
            "</dependencies>",
            "<repositories><repository><id>r</id></repository>",
            "<id>mine</id><url>file:///a&amp;b</url>",
            "</repositories>",
            "</project>");
  }

  @Test
  void a_section_of_dependencies_stays_one() {
    String pom =
        PomText.project(
            "<dependencies><dependency>a</dependency></dependencies>"
                + "<dependency>b</dependency>",
            Map.of());
    assertThat(pom.split("<dependencies>", -1)).hasSize(2);
    assertThat(pom).containsSubsequence("a</dependency>", "b</dependency>", "</dependencies>");
  }
}
