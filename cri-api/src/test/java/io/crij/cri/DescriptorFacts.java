package io.crij.cri;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The generated descriptors, told in the terms of the facts file. */
record DescriptorFacts(FileDescriptor file) {

  Map<String, Object> services() {
    Map<String, Object> services = new LinkedHashMap<>();
    for (ServiceDescriptor service : file.getServices()) {
      Map<String, Object> methods = new LinkedHashMap<>();
      service.getMethods().forEach(method -> methods.put(method.getName(), method(method)));
      services.put(service.getName(), methods);
    }
    return services;
  }

  Map<String, Object> messages() {
    Map<String, Object> messages = new LinkedHashMap<>();
    for (Descriptor message : file.getMessageTypes()) {
      List<Object> fields = new ArrayList<>();
      message.getFields().forEach(field -> fields.add(field(field)));
      messages.put(message.getName(), Map.of("fields", fields));
    }
    return messages;
  }

  Map<String, Object> enums() {
    Map<String, Object> enums = new LinkedHashMap<>();
    for (Descriptor message : file.getMessageTypes()) {
      message.getEnumTypes().forEach(type -> enums.put(shortName(type.getFullName()), type(type)));
    }
    file.getEnumTypes().forEach(type -> enums.put(type.getName(), type(type)));
    return enums;
  }

  private Map<String, Object> method(MethodDescriptor method) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("request", method.getInputType().getName());
    facts.put("response", method.getOutputType().getName());
    facts.put("server_streaming", method.isServerStreaming());
    if (method.isClientStreaming()) {
      facts.put("client_streaming", true);
    }
    return facts;
  }

  private Map<String, Object> field(FieldDescriptor field) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", field.getName());
    facts.put("number", field.getNumber());
    facts.put("type", field.isMapField() ? mapType(field) : typeName(field));
    if (field.isRepeated() && !field.isMapField()) {
      facts.put("label", "repeated");
    }
    if (field.toProto().getProto3Optional()) {
      facts.put("label", "optional");
    }
    if (field.getRealContainingOneof() != null) {
      facts.put("oneof", field.getRealContainingOneof().getName());
    }
    if (field.getOptions().getDebugRedact()) {
      facts.put("debug_redact", true);
    }
    if (field.getOptions().getDeprecated()) {
      facts.put("deprecated", true);
    }
    return facts;
  }

  private String mapType(FieldDescriptor field) {
    List<FieldDescriptor> entry = field.getMessageType().getFields();
    return "map<" + typeName(entry.getFirst()) + ", " + typeName(entry.getLast()) + ">";
  }

  private String typeName(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> shortName(field.getMessageType().getFullName());
      case ENUM -> shortName(field.getEnumType().getFullName());
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static Map<String, Integer> type(EnumDescriptor type) {
    Map<String, Integer> values = new LinkedHashMap<>();
    for (EnumValueDescriptor value : type.getValues()) {
      values.put(value.getName(), value.getNumber());
    }
    return values;
  }

  private String shortName(String fullName) {
    return fullName.substring(file.getPackage().length() + 1);
  }
}
