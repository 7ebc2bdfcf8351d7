package io.crij.image.registry;

import io.crij.operations.failure.FailedPrecondition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and a key as OpenSSL writes them (RFC 7468). No message quotes the content. */
final class PemFile {
  private static final int MAX_BYTES = 4 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*+)-----END \\1-----");

  /** The algorithms of PKCS #8 keys that TLS knows. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /** The version of PrivateKeyInfo (RFC 5958). */
  private static final byte[] VERSION = {2, 1, 0};

  /** rsaEncryption with its NULL (RFC 8017, appendix C). */
  private static final byte[] RSA = {
    0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  /** id-ecPublicKey (RFC 5480). */
  private static final byte[] EC_KEY = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private record Block(String label, byte[] der) {}

  private final Path file;

  PemFile(Path file) {
    this.file = file;
  }

  /** All certificates of the file, at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks()) {
        if (block.label.equals("CERTIFICATE") || block.label.equals("TRUSTED CERTIFICATE")) {
          certificates.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
        }
      }
    } catch (CertificateException e) {
      throw unusable("a certificate that is none");
    }
    if (certificates.isEmpty()) {
      throw unusable("no certificate in PEM");
    }
    return certificates;
  }

  /** The first private key of the file. */
  PrivateKey key() {
    for (Block block : blocks()) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return pkcs8(block.der);
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(sequence(VERSION, RSA, element(4, block.der)));
        }
        case "EC PRIVATE KEY" -> {
          return sec1(block.der);
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw unusable("a key with a password, which nobody can type here");
        default -> {}
      }
    }
    throw unusable("no private key in PEM");
  }

  private PrivateKey pkcs8(byte[] der) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        // Of another algorithm, or of none.
      }
    }
    throw unusable("a private key of an unknown kind");
  }

  private List<Block> blocks() {
    String text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable("more than " + MAX_BYTES + " bytes");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new FailedPrecondition(file + " cannot be read", "Make it readable.", e);
    }
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      try {
        blocks.add(new Block(block.group(1), Base64.getMimeDecoder().decode(block.group(2))));
      } catch (IllegalArgumentException e) {
        throw unusable("something that is no base64");
      }
    }
    return blocks;
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    return element(0x30, content.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** The curve stands in the key's own structure (RFC 5915), and outside of it in PKCS #8. */
  private PrivateKey sec1(byte[] der) {
    try {
      int version = (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7f);
      int secret = version + 3;
      int parameters = secret + 2 + der[secret + 1];
      if (der[secret] == 4 && der[parameters] == (byte) 0xa0) {
        byte[] curve =
            Arrays.copyOfRange(der, parameters + 2, parameters + 2 + der[parameters + 1]);
        return pkcs8(sequence(VERSION, sequence(EC_KEY, curve), element(4, der)));
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Falls through to the one refusal.
    }
    throw unusable("an EC key without the name of its curve");
  }

  private FailedPrecondition unusable(String why) {
    return new FailedPrecondition(file + " has " + why, "Correct the file.");
  }
}
