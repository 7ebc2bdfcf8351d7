package io.crij.cri;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One-line text of CRI messages for logs and error messages: the only way a message gets there.
 *
 * <p>Fields that the API marks {@code debug_redact} are shown as {@code [redacted]}, bytes by their
 * number, unknown fields not at all. The text is printable ASCII, so that no value can forge a log
 * line, and at most {@value #LIMIT} bytes long.
 */
public final class Redacted {
  static final int LIMIT = 4096;

  private final BoundedText text;

  private Redacted(int limit) {
    this.text = new BoundedText(limit);
  }

  /** Renders a message as {@code Name{field=value, list=[a, b], map={key=value}}}. */
  public static String text(Message message) {
    return text(message, LIMIT);
  }

  static String text(Message message, int limit) {
    Redacted redacted = new Redacted(limit);
    redacted.text.append(message.getDescriptorForType().getName());
    redacted.appendMessage(message);
    return redacted.text.toString();
  }

  private void appendMessage(Message message) {
    text.append("{");
    String separator = "";
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (text.isFull()) {
        return;
      }
      text.append(separator).append(field.getKey().getName()).append("=");
      appendField(field.getKey(), field.getValue());
      separator = ", ";
    }
    text.append("}");
  }

  private void appendField(FieldDescriptor field, Object value) {
    if (field.getOptions().getDebugRedact()) {
      text.append("[redacted]");
    } else if (field.isMapField()) {
      appendAll("{", (List<?>) value, entry -> appendEntry(field, (Message) entry), "}");
    } else if (field.isRepeated()) {
      appendAll("[", (List<?>) value, this::appendValue, "]");
    } else {
      appendValue(value);
    }
  }

  private void appendEntry(FieldDescriptor map, Message entry) {
    List<FieldDescriptor> keyAndValue = map.getMessageType().getFields();
    appendValue(entry.getField(keyAndValue.getFirst()));
    text.append("=");
    appendValue(entry.getField(keyAndValue.getLast()));
  }

  private void appendAll(String open, List<?> values, Consumer<Object> each, String close) {
    text.append(open);
    String separator = "";
    for (Object value : values) {
      if (text.isFull()) {
        return;
      }
      text.append(separator);
      each.accept(value);
      separator = ", ";
    }
    text.append(close);
  }

  private void appendValue(Object value) {
    switch (value) {
      case Message message -> appendMessage(message);
      case ByteString bytes -> text.append("<" + bytes.size() + " bytes>");
      case String string -> text.append("\"").appendEscaped(string).append("\"");
      default -> text.append(value.toString());
    }
  }
}
