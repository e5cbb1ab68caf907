#include "drivers/ccid/features/pin_entry.hpp"

#include <algorithm>

namespace scrm::ccid {
namespace {

constexpr std::size_t verify_size = 19;
constexpr std::size_t modify_size = 24;
constexpr std::size_t min_command = 4;
constexpr std::uint8_t default_messages = 0xFF;
constexpr std::uint8_t most_messages = 3;
constexpr std::uint8_t validated_by_key = 2;
constexpr std::uint8_t highest_validation = 7;

std::uint16_t swapped(std::uint16_t value) {
    return static_cast<std::uint16_t>(value << 8U | value >> 8U);
}

// Reads one field after the other; the size was checked before.
class Fields {
  public:
    explicit Fields(Bytes bytes) : bytes_(bytes) {}
    std::uint8_t u8() { return bytes_[at_++]; }
    std::uint16_t u16() {
        at_ += 2;
        return read_u16(bytes_, at_ - 2);
    }
    void skip(std::size_t count) { at_ += count; }

  private:
    Bytes bytes_;
    std::size_t at_ = 0;
};

// In the program's order; encode_pin_request() writes the reader's.
PinRequest read_fields(PinOperation operation, Fields fields) {
    const bool modifies = operation == PinOperation::Modify;
    PinRequest request;
    request.operation = operation;
    request.timeout_s = fields.u8();
    fields.skip(1);
    request.format = fields.u8();
    request.block = fields.u8();
    request.length_format = fields.u8();
    if (modifies) {
        request.insertion_old = fields.u8();
        request.insertion_new = fields.u8();
    }
    request.max_extra_digit = fields.u16();
    if (modifies)
        request.confirm = fields.u8();
    request.validation = fields.u8();
    request.messages = fields.u8();
    request.language = fields.u16();
    for (std::size_t index = 0; index < (modifies ? request.message_indices.size() : 1); ++index)
        request.message_indices[index] = fields.u8();
    for (std::uint8_t& byte : request.prologue)
        byte = fields.u8();
    return request;
}

void append_u16(std::vector<std::uint8_t>& bytes, std::uint16_t value) {
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
}

}  // namespace

std::optional<PinRequest> parse_pin_request(PinOperation operation, Bytes structure) {
    const std::size_t fixed = operation == PinOperation::Verify ? verify_size : modify_size;
    if (structure.size() < fixed + min_command)
        return std::nullopt;
    const std::uint32_t length = read_u32(structure, fixed - 4);
    const std::size_t there = structure.size() - fixed;
    const std::uint32_t wrong_way_round =
        (length & 0xFFU) << 24U | (length & 0xFF00U) << 8U | (length >> 8U & 0xFF00U) | length >> 24U;
    const bool is_reversed = length != there && wrong_way_round == there;
    if (length != there && !is_reversed)
        return std::nullopt;
    PinRequest request = read_fields(operation, Fields(structure));
    if (is_reversed) {
        request.max_extra_digit = swapped(request.max_extra_digit);
        request.language = swapped(request.language);
    }
    if (request.messages > most_messages && request.messages != default_messages)
        return std::nullopt;
    request.command = structure.subspan(fixed);
    return request;
}

// A validation condition that means nothing has crashed readers.
void put_right(PinRequest& request, const PinFixes& fixes) {
    if (request.validation == 0 || request.validation > highest_validation)
        request.validation = validated_by_key;
    request.validation = fixes.validation.value_or(request.validation);
    const auto& messages =
        request.operation == PinOperation::Verify ? fixes.verify_message_count : fixes.modify_message_count;
    request.messages = messages.value_or(request.messages);
    if (request.operation == PinOperation::Modify && request.messages == 0)
        request.messages = fixes.modify_message_count_for_none.value_or(0);
    if (fixes.swaps_pin_sizes)
        request.max_extra_digit = swapped(request.max_extra_digit);
}

std::vector<std::uint8_t> encode_pin_request(const PinRequest& request, const PinFixes& fixes) {
    const bool modifies = request.operation == PinOperation::Modify;
    std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(request.operation), request.timeout_s,
                                    request.format, request.block, request.length_format};
    if (modifies)
        bytes.insert(bytes.end(), {request.insertion_old, request.insertion_new});
    append_u16(bytes, request.max_extra_digit);
    if (modifies)
        bytes.push_back(request.confirm);
    bytes.insert(bytes.end(), {request.validation, request.messages});
    append_u16(bytes, request.language);
    bytes.push_back(request.message_indices[0]);
    if (modifies && (request.messages != 0 || fixes.three_message_indices))
        bytes.push_back(request.message_indices[1]);
    if (modifies && (request.messages >= most_messages || fixes.three_message_indices))
        bytes.push_back(request.message_indices[2]);
    bytes.insert(bytes.end(), request.prologue.begin(), request.prologue.end());
    bytes.insert(bytes.end(), request.command.begin(), request.command.end());
    return bytes;
}

std::chrono::seconds patience_for(const PinRequest& request) {
    constexpr std::chrono::seconds least{90};
    constexpr std::chrono::seconds more{10};
    return std::max(least, std::chrono::seconds(request.timeout_s) + more);
}

}  // namespace scrm::ccid
