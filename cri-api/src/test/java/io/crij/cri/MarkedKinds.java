package io.crij.cri;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.List;

/** Messages with marked fields of kinds that the API has unmarked only, and may mark one day. */
final class MarkedKinds {
  private MarkedKinds() {}

  /** One message each for a marked list, bytes, message and map, and one for a nested mark. */
  static List<Message> messagesWith(String secret) {
    Descriptor holder = describe();
    Message inner =
        DynamicMessage.newBuilder(holder).setField(field(holder, "plain"), secret).build();
    Descriptor entry = holder.findNestedTypeByName("MapEntry");
    Message mapEntry =
        DynamicMessage.newBuilder(entry)
            .setField(field(entry, "key"), "k")
            .setField(field(entry, "value"), secret)
            .build();
    Message listed =
        DynamicMessage.newBuilder(holder).addRepeatedField(field(holder, "list"), secret).build();
    return List.of(
        listed,
        DynamicMessage.newBuilder(holder)
            .setField(field(holder, "bytes"), ByteString.copyFromUtf8(secret))
            .build(),
        DynamicMessage.newBuilder(holder).setField(field(holder, "message"), inner).build(),
        DynamicMessage.newBuilder(holder).addRepeatedField(field(holder, "map"), mapEntry).build(),
        DynamicMessage.newBuilder(holder)
            .addRepeatedField(field(holder, "children"), listed)
            .build());
  }

  private static Descriptor describe() {
    DescriptorProto entry =
        DescriptorProto.newBuilder()
            .setName("MapEntry")
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(unmarked("key", 1, Type.TYPE_STRING, Label.LABEL_OPTIONAL))
            .addField(unmarked("value", 2, Type.TYPE_STRING, Label.LABEL_OPTIONAL))
            .build();
    DescriptorProto holder =
        DescriptorProto.newBuilder()
            .setName("Holder")
            .addNestedType(entry)
            .addField(unmarked("plain", 1, Type.TYPE_STRING, Label.LABEL_OPTIONAL))
            .addField(marked("list", 2, Type.TYPE_STRING, Label.LABEL_REPEATED))
            .addField(marked("bytes", 3, Type.TYPE_BYTES, Label.LABEL_OPTIONAL))
            .addField(
                marked("message", 4, Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL).setTypeName("Holder"))
            .addField(
                marked("map", 5, Type.TYPE_MESSAGE, Label.LABEL_REPEATED)
                    .setTypeName("Holder.MapEntry"))
            .addField(
                unmarked("children", 6, Type.TYPE_MESSAGE, Label.LABEL_REPEATED)
                    .setTypeName("Holder"))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("marked_kinds.proto")
            .setSyntax("proto3")
            .addMessageType(holder)
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Holder");
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FieldDescriptorProto.Builder unmarked(
      String name, int number, Type type, Label label) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(label);
  }

  private static FieldDescriptorProto.Builder marked(
      String name, int number, Type type, Label label) {
    return unmarked(name, number, type, label)
        .setOptions(FieldOptions.newBuilder().setDebugRedact(true));
  }

  private static FieldDescriptor field(Descriptor message, String name) {
    return message.findFieldByName(name);
  }
}
