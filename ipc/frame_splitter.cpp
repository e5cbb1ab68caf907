#include "ipc/frame_splitter.hpp"

#include <cstring>

#include "ipc/codec.hpp"

namespace scrm::ipc {
namespace {

std::uint32_t read_u32(Bytes bytes, std::size_t offset) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

std::size_t payload_size(Command command, Bytes body) {
    if (command == Command::Transmit)
        return decode_reply<Transmit>(body).send_length;
    if (command == Command::Control)
        return decode_reply<Control>(body).send_length;
    if (command == Command::WatchReaders)
        return decode_reply<WatchReaders>(body).places_size;
    return 0;
}

std::size_t most_payload(Command command) {
    return command == Command::WatchReaders ? most_watched * sizeof(std::uint32_t) : max_payload_size;
}

}  // namespace

SplitResult split_frame(Bytes buffered, Dialect dialect) {
    const std::size_t header = header_size_of(dialect);
    if (buffered.size() < header)
        return NeedMore{header};
    const std::uint32_t size = read_u32(buffered, 0);
    const auto command = static_cast<Command>(read_u32(buffered, 4));

    const auto expected = request_body_size(command, dialect);
    if (!expected)
        return Violation::UnknownCommand;
    if (size != *expected)
        return Violation::WrongBodySize;
    if (buffered.size() < header + size)
        return NeedMore{header + size};

    const Bytes body = buffered.subspan(header, size);
    const std::size_t payload = payload_size(command, body);
    if (payload > most_payload(command))
        return Violation::PayloadTooLong;
    const std::size_t whole = header + size + payload;
    if (buffered.size() < whole)
        return NeedMore{whole};
    return Frame{command, body, buffered.subspan(header + size, payload), whole,
                 dialect == Dialect::Scrm ? read_u32(buffered, header_size) : endless};
}

const char* describe(Violation violation) {
    switch (violation) {
        case Violation::UnknownCommand:
            return "unknown command";
        case Violation::WrongBodySize:
            return "wrong message size";
        case Violation::PayloadTooLong:
            return "payload too long";
    }
    return "protocol violation";
}

}  // namespace scrm::ipc
