#include "ipc/frame_splitter.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "tests/fakes/wire_recording.hpp"

using namespace scrm::ipc;
using scrm::fakes::Sender;
using scrm::fakes::wire_recordings;

namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr std::size_t transmit_body = 32, control_body = 24;
constexpr std::size_t transmit_length_at = 12, control_length_at = 8;

void put_u32(Buffer& buffer, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        buffer[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

Buffer request(std::uint32_t command, std::uint32_t size) {
    Buffer buffer(header_size + size, 0);
    put_u32(buffer, 0, size);
    put_u32(buffer, 4, command);
    return buffer;
}

/// A TRANSMIT or CONTROL that announces `length` bytes of payload and has none yet.
Buffer with_length(Command command, std::uint32_t length) {
    const bool transmit = command == Command::Transmit;
    Buffer buffer = request(static_cast<std::uint32_t>(command), transmit ? transmit_body : control_body);
    put_u32(buffer, header_size + (transmit ? transmit_length_at : control_length_at), length);
    return buffer;
}

// The buffer is copied so that reading one byte past it is an error under the sanitizers.
std::size_t needed(Buffer buffered, Dialect dialect = newest_dialect) {
    buffered.shrink_to_fit();
    return std::get<NeedMore>(split_frame(buffered, dialect)).size;
}

Violation violation(const Buffer& buffered, Dialect dialect = newest_dialect) {
    return std::get<Violation>(split_frame(buffered, dialect));
}

/// What a session does: bytes in as they come, frames out as soon as they are whole.
class Receiver {
  public:
    explicit Receiver(Dialect dialect) : dialect_(dialect) {}

    void feed(Bytes chunk) {
        buffer_.insert(buffer_.end(), chunk.begin(), chunk.end());
        for (;;) {
            const auto split = split_frame(buffer_, dialect_);
            const auto* frame = std::get_if<Frame>(&split);
            if (frame == nullptr)
                break;
            REQUIRE(frame->size == header_size + frame->body.size() + frame->payload.size());
            const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(frame->size);
            frames_.emplace_back(buffer_.begin(), end);
            buffer_.erase(buffer_.begin(), end);
        }
    }

    [[nodiscard]] const std::vector<Buffer>& frames() const { return frames_; }
    [[nodiscard]] bool idle() const { return buffer_.empty(); }

  private:
    Dialect dialect_;
    Buffer buffer_;
    std::vector<Buffer> frames_;
};

struct Stream {
    Dialect dialect;
    Buffer bytes;
    std::vector<Buffer> frames;
};

/// What each recorded library sent on its first connection.
std::vector<Stream> streams() {
    std::vector<Stream> all;
    for (const auto& recording : wire_recordings()) {
        Stream& stream = all.emplace_back(Stream{recording.dialect, {}, {}});
        for (const auto& message : recording.messages)
            if (message.sender == Sender::Client && message.connection == 1) {
                stream.bytes.insert(stream.bytes.end(), message.bytes.begin(), message.bytes.end());
                stream.frames.push_back(message.bytes);
            }
    }
    return all;
}

}  // namespace

TEST_CASE("recorded streams split the same way whatever the chunks") {
    for (const Stream& stream : streams()) {
        for (const std::size_t chunk :
             {stream.bytes.size(), std::size_t{1}, std::size_t{7}, std::size_t{8}}) {
            CAPTURE(chunk);
            Receiver receiver(stream.dialect);
            for (std::size_t at = 0; at < stream.bytes.size(); at += chunk)
                receiver.feed(Bytes(stream.bytes).subspan(at, std::min(chunk, stream.bytes.size() - at)));
            CHECK(receiver.frames() == stream.frames);
            CHECK(receiver.idle());
        }
    }
}

TEST_CASE("recorded streams split the same way in random chunks") {
    const auto seed = GENERATE(range(1U, 51U));
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (const Stream& stream : streams()) {
        Receiver receiver(stream.dialect);
        for (Bytes left = stream.bytes; !left.empty();) {
            const std::size_t chunk = std::min<std::size_t>(1 + random() % 400, left.size());
            receiver.feed(left.first(chunk));
            left = left.subspan(chunk);
        }
        CHECK(receiver.frames() == stream.frames);
        CHECK(receiver.idle());
    }
}

TEST_CASE("a part of a frame needs more than there is and no more than the frame") {
    for (const Stream& stream : streams())
        for (const Buffer& frame : stream.frames)
            for (std::size_t have = 0; have < frame.size(); ++have) {
                const std::size_t need =
                    needed(Buffer(frame.begin(), frame.begin() + std::ptrdiff_t(have)), stream.dialect);
                REQUIRE(need > have);
                REQUIRE(need <= frame.size());
            }
}

TEST_CASE("a frame is asked for in steps: header, body, payload") {
    Buffer transmit = with_length(Command::Transmit, 5);
    CHECK(needed({}) == 8);
    CHECK(needed({transmit.begin(), transmit.begin() + 7}) == 8);
    CHECK(needed({transmit.begin(), transmit.begin() + 8}) == 40);
    CHECK(needed({transmit.begin(), transmit.begin() + 39}) == 40);
    CHECK(needed(transmit) == 45);
}

TEST_CASE("a frame refers to its body and payload and ends before the next") {
    Buffer buffer = with_length(Command::Control, 3);
    buffer.insert(buffer.end(), {0xAA, 0xBB, 0xCC, /* the next frame */ 8, 0, 0});
    const auto frame = std::get<Frame>(split_frame(buffer, newest_dialect));
    CHECK(frame.command == Command::Control);
    CHECK(frame.size == header_size + control_body + 3);
    CHECK(frame.body.data() == buffer.data() + header_size);
    CHECK(frame.body.size() == control_body);
    CHECK(std::equal(frame.payload.begin(), frame.payload.end(), Buffer{0xAA, 0xBB, 0xCC}.begin()));
    CHECK(frame.payload.size() == 3);
}

TEST_CASE("the longest payload is 65548 bytes, and the largest frame has it") {
    const auto command = GENERATE(Command::Transmit, Command::Control);
    const std::size_t body = command == Command::Transmit ? transmit_body : control_body;
    Buffer buffer = with_length(command, 65548);
    CHECK(needed(buffer) == header_size + body + 65548);
    CHECK(needed(buffer) <= max_frame_size);
    buffer.resize(header_size + body + 65547);
    CHECK(needed(buffer) == header_size + body + 65548);
    buffer.push_back(0);
    CHECK(std::get<Frame>(split_frame(buffer, newest_dialect)).payload.size() == 65548);
    CHECK(max_frame_size == scrm_header_size + transmit_body + 65548);
}

TEST_CASE("a longer payload is a violation before any of it has come") {
    const auto command = GENERATE(Command::Transmit, Command::Control);
    const auto length = GENERATE(65549U, 0x10000000U, 0x80000000U, 0xFFFFFFFFU);
    CHECK(violation(with_length(command, length)) == Violation::PayloadTooLong);
}

TEST_CASE("a length field that names no payload is left alone") {
    Buffer set = request(0x10, 280);
    std::fill(set.begin() + header_size, set.end(), std::uint8_t{0xFF});
    const auto frame = std::get<Frame>(split_frame(set, newest_dialect));
    CHECK(frame.payload.empty());
    CHECK(frame.size == 288);
}

TEST_CASE("an unknown command is a violation as soon as the header is there") {
    const auto command = GENERATE(0U, 0x03U, 0x0CU, 0x0EU, 0x18U, 0xFFFFFFFFU);
    CHECK(violation(request(command, 0)) == Violation::UnknownCommand);
}

TEST_CASE("a command of a later dialect is unknown to an earlier one") {
    CHECK(violation(request(0x15, 0), Dialect::V4_4) == Violation::UnknownCommand);
    CHECK(violation(request(0x16, 0), Dialect::V4_5) == Violation::UnknownCommand);
    CHECK(violation(request(0x17, 0), Dialect::V4_5) == Violation::UnknownCommand);
    CHECK(std::holds_alternative<Frame>(split_frame(request(0x15, 0), Dialect::V4_5)));
    CHECK(std::holds_alternative<Frame>(split_frame(request(0x17, 0), Dialect::V4_6)));
}

TEST_CASE("a body of any other size is a violation as soon as the header is there") {
    for (const Stream& stream : streams())
        for (const Buffer& frame : stream.frames) {
            Buffer header(frame.begin(), frame.begin() + header_size);
            const std::uint32_t size = header[0] + 256U * header[1];
            for (const std::uint32_t wrong : {size + 1, size - 1, size + 0x10000, 0x80000000U, 0xFFFFFFFFU}) {
                put_u32(header, 0, wrong);
                REQUIRE(violation(header, stream.dialect) == Violation::WrongBodySize);
            }
        }
}

TEST_CASE("WAIT and STOP have a body in 4:3 alone") {
    const auto command = GENERATE(0x13U, 0x14U);
    CHECK(std::get<Frame>(split_frame(request(command, 8), Dialect::V4_3)).size == 16);
    CHECK(violation(request(command, 0), Dialect::V4_3) == Violation::WrongBodySize);
    const auto later = GENERATE(Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    CHECK(std::get<Frame>(split_frame(request(command, 0), later)).size == 8);
    CHECK(violation(request(command, 8), later) == Violation::WrongBodySize);
}
