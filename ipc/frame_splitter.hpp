// Finds where one request ends and the next begins, in whatever pieces the bytes arrive.
//
// A request is {uint32 size; uint32 command}, in the scrm dialect {uint32 patience} too, `size` bytes of
// body, and for some commands as many bytes of payload as a field of the body says. All three lengths come
// from a stranger, so they are checked here, before anything is kept for them.
#pragma once

#include <variant>

#include "ipc/protocol_version.hpp"

namespace scrm::ipc {

struct Frame {
    Command command;
    Bytes body;
    Bytes payload;
    std::size_t size;  // of the whole frame; the next one begins here
    std::uint32_t patience =
        endless;  // milliseconds for which it may wait for other programs; scrm dialect alone
};

/// The buffer must hold `size` bytes before the frame, or the next of its lengths, can be known.
struct NeedMore {
    std::size_t size;
};

enum class Violation : std::uint8_t { UnknownCommand, WrongBodySize, PayloadTooLong };

using SplitResult = std::variant<Frame, NeedMore, Violation>;

/// The largest frame there is.
inline constexpr std::size_t max_frame_size = scrm_header_size + 32 + max_payload_size;

/// Looks at the first frame of `buffered`; the frame refers into it.
SplitResult split_frame(Bytes buffered, Dialect dialect);

const char* describe(Violation violation);

}  // namespace scrm::ipc
