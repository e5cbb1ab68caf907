// Whatever the stream, the splitter reads no further than its buffer, always asks for progress within its
// limits, and finds the same frames in the same bytes however they arrive. The input: the dialect, the size
// of the pieces, then the stream.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "ipc/codec.hpp"

namespace {

using namespace scrm::ipc;
using Buffer = std::vector<std::uint8_t>;

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check_frame(const Frame& frame, Bytes buffered, Dialect dialect) {
    require(frame.size <= buffered.size() && frame.size <= max_frame_size);
    require(frame.size == header_size_of(dialect) + frame.body.size() + frame.payload.size());
    require(frame.body.data() == buffered.data() + header_size_of(dialect));
    require(frame.payload.data() == frame.body.data() + frame.body.size());
    require(frame.payload.size() <= max_payload_size);
    require(frame.body.size() == request_body_size(frame.command, dialect));
}

/// What a stream came to: the sizes of its frames, and the violation that ended it, if any.
struct Outcome {
    std::vector<std::size_t> frames;
    bool violated = false;
    bool operator==(const Outcome&) const = default;
};

/// Splits off what is whole; returns how many bytes of `buffered` that was.
std::size_t take_frames(Bytes buffered, Dialect dialect, Outcome& outcome) {
    std::size_t taken = 0;
    for (;;) {
        const Bytes rest = buffered.subspan(taken);
        const Buffer exact(rest.begin(),
                           rest.begin() + std::ptrdiff_t(std::min(rest.size(), max_frame_size)));
        const SplitResult split = split_frame(exact, dialect);
        if (const auto* need = std::get_if<NeedMore>(&split)) {
            require(need->size > rest.size() && need->size <= max_frame_size);
            return taken;
        }
        if (const auto* violation = std::get_if<Violation>(&split)) {
            require(describe(*violation)[0] != '\0');
            outcome.violated = true;
            return taken;
        }
        const Frame& frame = std::get<Frame>(split);
        check_frame(frame, exact, dialect);
        outcome.frames.push_back(frame.size);
        taken += frame.size;
    }
}

Outcome split_in_pieces(Bytes stream, std::size_t piece, Dialect dialect) {
    Outcome outcome;
    std::size_t begin = 0;
    for (std::size_t end = 0; end < stream.size() && !outcome.violated;) {
        end += std::min(piece, stream.size() - end);
        begin += take_frames(stream.subspan(begin, end - begin), dialect, outcome);
    }
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const auto choice = data[0] % 5U;
    const auto dialect = choice == 4 ? Dialect::Scrm : static_cast<Dialect>(3 + choice);
    const std::size_t piece = data[1] + std::size_t{1};
    const Bytes stream(data + 2, size - 2);
    require(split_in_pieces(stream, stream.size(), dialect) == split_in_pieces(stream, piece, dialect));
    return 0;
}
