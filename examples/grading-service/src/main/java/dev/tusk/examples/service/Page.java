package dev.tusk.examples.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page on the root, the script that renders mathematics, and the API's description. */
final class Page {
  private static final Pattern INLINE = Pattern.compile("(?s)<(script|style)>(.*?)</\\1>");

  private final byte[] html = resource("/dev/tusk/examples/service/page.html");
  private final byte[] openApi = resource("/dev/tusk/examples/service/openapi.json");
  private final byte[] katex =
      resource("/META-INF/resources/webjars/katex/%s/dist/katex.min.js".formatted(katexVersion()));
  private final String policy = policy(new String(html, StandardCharsets.UTF_8));

  byte[] html() {
    return html;
  }

  byte[] openApi() {
    return openApi;
  }

  byte[] katex() {
    return katex;
  }

  /** What the page may load and run: itself, by hashes, and the script for mathematics. */
  String contentSecurityPolicy() {
    return policy;
  }

  private static String policy(String page) {
    var script = new StringBuilder("script-src 'self'");
    var style = new StringBuilder("style-src");
    for (Matcher inline = INLINE.matcher(page); inline.find(); ) {
      (inline.group(1).equals("script") ? script : style)
          .append(" 'sha256-")
          .append(sha256(inline.group(2)))
          .append('\'');
    }
    return "default-src 'none'; "
        + script
        + "; "
        + style
        + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String katexVersion() {
    var properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/katex/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  private static byte[] resource(String path) {
    try (InputStream in = open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = Page.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + path);
    }
    return in;
  }
}
