// Answers to reset of cards in the field.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "drivers/iso7816/atr.hpp"
#include "tests/unit/drivers/iso7816/hex.hpp"

namespace scrm::iso7816 {

/// The parsed ATR; throws if there is none, which fails the test.
inline Atr atr_of(std::string_view hex) {
    return std::get<Atr>(parse_atr(bytes_of(hex)));
}

namespace real_atr {

inline constexpr std::string_view memory_card = "3B 04 92 23 10 91";
inline constexpr std::string_view multiflex = "3B 02 14 50";
inline constexpr std::string_view gsm_sim = "3B 3F 94 00 80 65 AF 03 12 01 6F 73 32 21 1B 83 0F 90 00";
inline constexpr std::string_view inverse_sim = "3F 2F 00 80 59 AF 02 01 01 30 00 00 0A 0E 83 06 9F 12";
inline constexpr std::string_view usim = "3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 A5";
inline constexpr std::string_view openpgp_2 =
    "3B DA 18 FF 81 B1 FE 75 1F 03 00 31 C5 73 C0 01 40 00 90 00 0C";
inline constexpr std::string_view openpgp_1 = "3B FA 13 00 FF 81 31 80 45 00 31 C1 73 C0 01 00 00 90 00 B1";
inline constexpr std::string_view yubikey_5 =
    "3B FD 13 00 00 81 31 FE 15 80 73 C0 21 C0 57 59 75 62 69 4B 65 79 40";
inline constexpr std::string_view yubikey_4 = "3B F8 13 00 00 81 31 FE 15 59 75 62 69 6B 65 79 34 D4";
inline constexpr std::string_view mifare_1k = "3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A";
inline constexpr std::string_view desfire = "3B 81 80 01 80 80";
inline constexpr std::string_view contactless_plain = "3B 80 80 01 01";
inline constexpr std::string_view belgian_eid = "3B 98 13 40 0A A5 03 01 01 01 AD 13 11";
inline constexpr std::string_view spanish_dnie =
    "3B 7F 38 00 00 00 6A 44 4E 49 65 10 02 4C 34 01 13 03 90 00";
inline constexpr std::string_view estonian_eid =
    "3B FE 94 00 FF 80 B1 FA 45 1F 03 45 73 74 45 49 44 20 76 65 72 20 31 2E 30 43";
inline constexpr std::string_view estonian_eid_11 =
    "3B FE 96 00 FF C0 0A 31 FE 4D 45 73 74 45 49 44 20 76 65 72 20 31 2E 30 9B";
inline constexpr std::string_view piv = "3B DB 96 00 80 1F 03 00 31 C0 64 B0 F3 10 00 0F 90 00 88";
inline constexpr std::string_view swiss_health =
    "3B 9F 13 81 B1 80 37 1F 03 80 31 F8 69 4D 54 43 4F 53 70 02 01 02 81 07 86";
inline constexpr std::string_view pay_tv = "3B 9C 13 11 81 64 72 65 61 6D 63 72 79 70 74 00 04 08";
inline constexpr std::string_view specific_t1_only = "3B 90 96 91 81 B1 FE 55 1F C7 D4";
inline constexpr std::string_view irdeto_t14 = "3B 9F 21 0E 49 52 44 45 54 4F 20 41 43 53 03 84 55 FF 80 6D";
inline constexpr std::string_view tap_and_go = "3B 88 80 01 10 00 00 00 00 81 70 00 E8";
inline constexpr std::string_view bank_without_td = "3B 67 00 00 80 20 3A 30 78 90 00";

/// Its maker left out the TCK.
inline constexpr std::string_view loyalty_without_tck = "3B F5 71 00 FF FE 24 00 01 1E 0F 33 39 32 01 03";

/// Those that keep to the standard.
inline constexpr std::array all{memory_card, multiflex,       gsm_sim,           inverse_sim,  usim,
                                openpgp_1,   openpgp_2,       yubikey_5,         yubikey_4,    mifare_1k,
                                desfire,     belgian_eid,     contactless_plain, spanish_dnie, estonian_eid,
                                piv,         estonian_eid_11, swiss_health,      pay_tv,       irdeto_t14,
                                tap_and_go,  bank_without_td, specific_t1_only};

}  // namespace real_atr
}  // namespace scrm::iso7816
