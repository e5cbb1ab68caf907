// What of a command goes over the line with T=0 (ISO 7816-3, 10.3 and 12.2): a header of five bytes whose
// last, P3, counts the data, which goes one way only.
//
//   form 1    CLA INS P1 P2               no data; the reader adds P3 = 00
//   form 2    CLA INS P1 P2 P3            the card sends P3 bytes, 00 being 256
//   form 3    CLA INS P1 P2 P3 data       we send P3 bytes
//
// A case 4 command goes as form 3, without its Le; its answer says 61xx, and whoever wants the data asks for
// it by GET RESPONSE: the program, or T0Mapper.
#pragma once

#include <cstdint>
#include <variant>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

enum class T0Form : std::uint8_t { NoData, FromCard, ToCard };

struct T0Tpdu {
    T0Form form = T0Form::NoData;
    /// The beginning of the command, or all of it.
    Bytes bytes;
};

enum class T0CommandError : std::uint8_t {
    TooShort,  // less than a header
    Extended,  // lengths of two bytes: needs T0Mapper
    Irregular  // Lc contradicts the size
};

[[nodiscard]] const char* describe(T0CommandError error);

[[nodiscard]] std::variant<T0Tpdu, T0CommandError> t0_tpdu(Bytes command);

}  // namespace scrm::iso7816
