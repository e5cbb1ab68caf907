#include "drivers/iso7816/t1_block.hpp"

#include <algorithm>

#include "drivers/iso7816/edc.hpp"

namespace scrm::iso7816 {
namespace {

constexpr unsigned supervisory = 0xC0;  // the upper two bits: 0x I, 10 R, 11 S
constexpr unsigned receipt = 0x80;
constexpr unsigned information_number = 0x40;
constexpr unsigned information_more = 0x20;
constexpr unsigned information_reserved = 0x1F;
constexpr unsigned receipt_number = 0x10;
constexpr unsigned receipt_reserved = 0x2C;
constexpr unsigned supervisory_response = 0x20;
constexpr unsigned supervisory_reserved = 0x1C;
constexpr unsigned lowest_two = 0x03;
constexpr std::uint8_t reserved_length = 255;

struct PcbOf {
    unsigned operator()(const T1Information& block) const {
        return (block.number != 0 ? information_number : 0U) | (block.more ? information_more : 0U);
    }
    unsigned operator()(const T1Receipt& block) const {
        return receipt | (block.number != 0 ? receipt_number : 0U) | static_cast<unsigned>(block.complaint);
    }
    unsigned operator()(const T1Supervision& block) const {
        return supervisory | (block.role == T1Role::Response ? supervisory_response : 0U) |
               static_cast<unsigned>(block.subject);
    }
};

std::optional<T1Control> decode_receipt(std::uint8_t pcb) {
    const unsigned complaint = pcb & lowest_two;
    if ((pcb & receipt_reserved) != 0 || complaint == lowest_two)
        return std::nullopt;
    return T1Receipt{.number = static_cast<std::uint8_t>((pcb & receipt_number) != 0 ? 1 : 0),
                     .complaint = static_cast<T1Complaint>(complaint)};
}

std::optional<T1Control> decode_supervision(std::uint8_t pcb) {
    if ((pcb & supervisory_reserved) != 0)
        return std::nullopt;
    return T1Supervision{.subject = static_cast<T1Subject>(pcb & lowest_two),
                         .role = (pcb & supervisory_response) != 0 ? T1Role::Response : T1Role::Request};
}

/// How many bytes of information a block of this kind may have, from and to.
struct SizeRange {
    std::size_t least;
    std::size_t most;
};

SizeRange information_size(const T1Control& control) {
    if (std::holds_alternative<T1Information>(control))
        return {0, t1_max_information};
    const auto* supervision = std::get_if<T1Supervision>(&control);
    const bool has_value = supervision != nullptr &&
                           (supervision->subject == T1Subject::Ifs || supervision->subject == T1Subject::Wtx);
    return has_value ? SizeRange{1, 1} : SizeRange{0, 0};
}

bool edc_fits(Bytes bytes, ErrorDetection detection) {
    if (detection == ErrorDetection::Lrc)
        return lrc(bytes) == 0;
    const Bytes covered = bytes.first(bytes.size() - 2);
    const unsigned sent = bytes[bytes.size() - 2] * 256U + bytes.back();
    return crc(covered) == sent;
}

}  // namespace

std::uint8_t encode_pcb(const T1Control& control) {
    return static_cast<std::uint8_t>(std::visit(PcbOf{}, control));
}

std::optional<T1Control> decode_pcb(std::uint8_t pcb) {
    if ((pcb & supervisory) == supervisory)
        return decode_supervision(pcb);
    if ((pcb & receipt) != 0)
        return decode_receipt(pcb);
    if ((pcb & information_reserved) != 0)
        return std::nullopt;
    return T1Information{.number = static_cast<std::uint8_t>((pcb & information_number) != 0 ? 1 : 0),
                         .more = (pcb & information_more) != 0};
}

const char* describe(T1BlockError error) {
    switch (error) {
        case T1BlockError::WrongSize:
            return "the block's length contradicts its size";
        case T1BlockError::WrongEdc:
            return "the block's error detection code is wrong";
        case T1BlockError::ReservedLength:
            return "the block's length is the reserved 255";
        case T1BlockError::UnknownPcb:
            return "the block is of no known kind";
        case T1BlockError::WrongInformation:
            return "the block carries information that its kind does not have";
    }
    return "not a block";
}

T1Complaint complaint_about(T1BlockError error) {
    const bool damaged = error == T1BlockError::WrongSize || error == T1BlockError::WrongEdc;
    return damaged ? T1Complaint::Damaged : T1Complaint::Other;
}

std::size_t edc_size(ErrorDetection detection) {
    return detection == ErrorDetection::Crc ? 2 : 1;
}

std::optional<std::size_t> t1_rest_size(Bytes prologue, ErrorDetection detection) {
    if (prologue.size() < t1_prologue_size || prologue[2] == reserved_length)
        return std::nullopt;
    return prologue[2] + edc_size(detection);
}

void encode_t1_block(const T1Block& block, ErrorDetection detection, Buffer& out) {
    const Bytes information = block.information.first(std::min(block.information.size(), t1_max_information));
    out.clear();
    out.push_back(block.nad);
    out.push_back(encode_pcb(block.control));
    out.push_back(static_cast<std::uint8_t>(information.size()));
    out.insert(out.end(), information.begin(), information.end());
    if (detection == ErrorDetection::Lrc) {
        out.push_back(lrc(out));
        return;
    }
    const std::uint16_t sum = crc(out);
    out.push_back(static_cast<std::uint8_t>(sum >> 8U));
    out.push_back(static_cast<std::uint8_t>(sum & 0xFFU));
}

std::variant<T1Block, T1BlockError> decode_t1_block(Bytes bytes, ErrorDetection detection) {
    if (bytes.size() < t1_prologue_size + edc_size(detection))
        return T1BlockError::WrongSize;
    if (!edc_fits(bytes, detection))
        return T1BlockError::WrongEdc;
    const auto rest = t1_rest_size(bytes, detection);
    if (!rest)
        return T1BlockError::ReservedLength;
    if (bytes.size() != t1_prologue_size + *rest)
        return T1BlockError::WrongSize;
    const auto control = decode_pcb(bytes[1]);
    if (!control)
        return T1BlockError::UnknownPcb;
    const auto [least, most] = information_size(*control);
    const Bytes information = bytes.subspan(t1_prologue_size, bytes[2]);
    if (information.size() < least || information.size() > most)
        return T1BlockError::WrongInformation;
    return T1Block{.nad = bytes[0], .control = *control, .information = information};
}

}  // namespace scrm::iso7816
