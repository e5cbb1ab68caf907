#include "drivers/iso7816/t1_block.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

constexpr auto by_lrc = ErrorDetection::Lrc;
constexpr auto by_crc = ErrorDetection::Crc;

T1BlockError error(std::string_view hex, ErrorDetection detection = by_lrc) {
    const Buffer bytes = bytes_of(hex);
    return std::get<T1BlockError>(decode_t1_block(bytes, detection));
}

}  // namespace

TEST_CASE("the PCBs of the standard") {
    CHECK(encode_pcb(T1Information{.number = 0, .more = false}) == 0x00);
    CHECK(encode_pcb(T1Information{.number = 1, .more = true}) == 0x60);
    CHECK(encode_pcb(T1Receipt{.number = 1, .complaint = T1Complaint::None}) == 0x90);
    CHECK(encode_pcb(T1Receipt{.number = 0, .complaint = T1Complaint::Damaged}) == 0x81);
    CHECK(encode_pcb(T1Supervision{T1Subject::Resynch, T1Role::Request}) == 0xC0);
    CHECK(encode_pcb(T1Supervision{T1Subject::Ifs, T1Role::Response}) == 0xE1);
    CHECK(encode_pcb(T1Supervision{T1Subject::Abort, T1Role::Request}) == 0xC2);
    CHECK(encode_pcb(T1Supervision{T1Subject::Wtx, T1Role::Response}) == 0xE3);
}

TEST_CASE("every PCB is known or not, and a known one comes back as it was") {
    unsigned known = 0;
    for (unsigned pcb = 0; pcb < 256; ++pcb) {
        const auto control = decode_pcb(static_cast<std::uint8_t>(pcb));
        if (control) {
            CHECK(encode_pcb(*control) == pcb);
            ++known;
        }
    }
    CHECK(known == 4 + 6 + 8);
}

TEST_CASE("a block of each kind from the wire") {
    const Buffer wtx = bytes_of("00 C3 01 09 CB");
    const auto block = std::get<T1Block>(decode_t1_block(wtx, by_lrc));
    CHECK(block.nad == 0);
    CHECK(std::get<T1Supervision>(block.control).subject == T1Subject::Wtx);
    CHECK(std::get<T1Supervision>(block.control).role == T1Role::Request);
    CHECK(hex_of(block.information) == "09");

    const Buffer answer = bytes_of("00 40 02 90 00 D2");
    const auto data = std::get<T1Block>(decode_t1_block(answer, by_lrc));
    CHECK(std::get<T1Information>(data.control).number == 1);
    CHECK_FALSE(std::get<T1Information>(data.control).more);
    CHECK(hex_of(data.information) == "90 00");

    const Buffer with_crc = bytes_of("00 E1 01 FE 57 75");
    CHECK(std::get<T1Supervision>(std::get<T1Block>(decode_t1_block(with_crc, by_crc)).control).role ==
          T1Role::Response);
}

TEST_CASE("blocks as they go to the wire") {
    Buffer out = bytes_of("55 55");
    const Buffer nine = bytes_of("09");
    encode_t1_block(
        {.nad = 0, .control = T1Supervision{T1Subject::Wtx, T1Role::Response}, .information = nine}, by_lrc,
        out);
    CHECK(hex_of(out) == "00 E3 01 09 EB");
    const Buffer command = bytes_of("00 A4 00 00 00");
    encode_t1_block({.nad = 0, .control = T1Information{}, .information = command}, by_crc, out);
    CHECK(hex_of(out) == "00 00 05 00 A4 00 00 00 B8 DA");
}

TEST_CASE("information beyond 254 bytes is cut off") {
    Buffer out;
    const Buffer long_one = many(300);
    encode_t1_block({.nad = 0, .control = T1Information{}, .information = long_one}, by_lrc, out);
    CHECK(out.size() == 258);
    CHECK(out[2] == 254);
}

TEST_CASE("what is no block") {
    CHECK(error("00 80") == T1BlockError::WrongSize);
    CHECK(error("00 80 00 80", by_crc) == T1BlockError::WrongSize);
    CHECK(error("00 80 00 81") == T1BlockError::WrongEdc);
    CHECK(error("00 C1 01 FE 54 4F", by_crc) == T1BlockError::WrongEdc);
    CHECK(error("00 C1 01 FE 55 4E", by_crc) == T1BlockError::WrongEdc);
    CHECK(error("00 00 FF FF") == T1BlockError::ReservedLength);
    CHECK(error("00 00 02 AA A8") == T1BlockError::WrongSize);
    CHECK(error("00 00 00 AA AA") == T1BlockError::WrongSize);
    CHECK(error("00 83 00 83") == T1BlockError::UnknownPcb);
    CHECK(error("00 A0 00 A0") == T1BlockError::UnknownPcb);
    CHECK(error("00 01 00 01") == T1BlockError::UnknownPcb);
    CHECK(error("00 C4 00 C4") == T1BlockError::UnknownPcb);
    CHECK(error("00 80 01 00 81") == T1BlockError::WrongInformation);
    CHECK(error("00 C0 01 00 C1") == T1BlockError::WrongInformation);
    CHECK(error("00 C2 01 00 C3") == T1BlockError::WrongInformation);
    CHECK(error("00 C3 00 C3") == T1BlockError::WrongInformation);
    CHECK(error("00 C1 02 10 10 C3") == T1BlockError::WrongInformation);
}

TEST_CASE("how many bytes follow a prologue") {
    CHECK(t1_rest_size(bytes_of("00 00 05"), by_lrc) == 6);
    CHECK(t1_rest_size(bytes_of("00 00 05"), by_crc) == 7);
    CHECK(t1_rest_size(bytes_of("00 80 00"), by_lrc) == 1);
    CHECK_FALSE(t1_rest_size(bytes_of("00 00"), by_lrc).has_value());
    CHECK_FALSE(t1_rest_size(bytes_of("00 00 FF"), by_lrc).has_value());
}

TEST_CASE("every block error has words of its own") {
    for (const T1BlockError each :
         {T1BlockError::WrongSize, T1BlockError::WrongEdc, T1BlockError::ReservedLength,
          T1BlockError::UnknownPcb, T1BlockError::WrongInformation})
        CHECK(std::strlen(describe(each)) > 20);
}
