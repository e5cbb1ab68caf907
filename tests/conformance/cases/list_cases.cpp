// The lists of readers and of groups, into every kind of buffer.
#include <array>
#include <cstring>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

constexpr const char* groups = "SCard$DefaultReaders\0";
constexpr DWORD groups_length = 22;

DWORD readers_length() {
    return std::strlen(reader()) + 1 + std::strlen(second_reader()) + 1 + 1;
}

}  // namespace

CASE("list: names every reader, with or without a card, in the order of arrival") {
    const auto names = list_readers(establish());
    IS(2, names.size());
    IS(std::string(reader()), names[0]);
    IS(std::string(second_reader()), names[1]);
}

CASE("list: stays as it is when cards come and go") {
    const SCARDCONTEXT context = establish();
    desk::remove_card();
    IS(2, list_readers(context).size());
}

CASE("list: a length probe without a buffer tells the length") {
    DWORD length = 0;
    GIVES(SCARD_S_SUCCESS, SCardListReaders(establish(), nullptr, nullptr, &length));
    IS(readers_length(), length);
}

CASE("list: what a length probe is given as length does not matter") {
    DWORD length = 1;
    GIVES(SCARD_S_SUCCESS, SCardListReaders(establish(), nullptr, nullptr, &length));
    IS(readers_length(), length);
}

CASE("list: ends with two NULs, both counted") {
    std::array<char, 300> names;
    names.fill('x');
    DWORD length = names.size();
    GIVES(SCARD_S_SUCCESS, SCardListReaders(establish(), nullptr, names.data(), &length));
    IS(readers_length(), length);
    IS('\0', names[length - 1]);
    IS('\0', names[length - 2]);
    IS('x', names[length]);
}

CASE("list: a buffer of just the length is enough") {
    std::array<char, 300> names{};
    DWORD length = readers_length();
    GIVES(SCARD_S_SUCCESS, SCardListReaders(establish(), nullptr, names.data(), &length));
    IS(std::string(reader()), std::string(names.data()));
}

CASE("list: a byte too few is INSUFFICIENT_BUFFER with the length that is needed") {
    std::array<char, 300> names{};
    DWORD length = readers_length() - 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardListReaders(establish(), nullptr, names.data(), &length));
    IS(readers_length(), length);
}

CASE("list: a buffer of length 0 is INSUFFICIENT_BUFFER with the length that is needed") {
    std::array<char, 300> names{};
    DWORD length = 0;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardListReaders(establish(), nullptr, names.data(), &length));
    IS(readers_length(), length);
}

CASE("list: too small a buffer is not written behind its end") {
    std::array<char, 300> names;
    names.fill('x');
    DWORD length = 5;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardListReaders(establish(), nullptr, names.data(), &length));
    IS('x', names[5]);
}

CASE("list: AUTOALLOCATE brings a buffer that FreeMemory takes back") {
    const SCARDCONTEXT context = establish();
    char* names = nullptr;
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_S_SUCCESS, SCardListReaders(context, nullptr, reinterpret_cast<LPSTR>(&names), &length));
    IS(readers_length(), length);
    IS(std::string(reader()), std::string(names));
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(context, names));
}

CASE("list: AUTOALLOCATE without a place for the pointer is INVALID_PARAMETER") {
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_E_INVALID_PARAMETER, SCardListReaders(establish(), nullptr, nullptr, &length));
}

CASE("list: without a place for the length it is INVALID_PARAMETER") {
    std::array<char, 300> names{};
    GIVES(SCARD_E_INVALID_PARAMETER, SCardListReaders(establish(), nullptr, names.data(), nullptr));
}

CASE("list: a context that never was is INVALID_HANDLE") {
    DWORD length = 0;
    GIVES(SCARD_E_INVALID_HANDLE, SCardListReaders(never_given, nullptr, nullptr, &length));
}

CASE("list: any group stands for all readers") {
    DWORD length = 0;
    GIVES(SCARD_S_SUCCESS, SCardListReaders(establish(), "no such group\0", nullptr, &length));
    IS(readers_length(), length);
}

CASE("list: memory of AUTOALLOCATE outlives its context") {
    const SCARDCONTEXT context = establish();
    char* names = nullptr;
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_S_SUCCESS, SCardListReaders(context, nullptr, reinterpret_cast<LPSTR>(&names), &length));
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
    IS(std::string(reader()), std::string(names));
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(establish(), names));
}

CASE("groups: there is one, SCard$DefaultReaders") {
    std::array<char, 64> names{};
    DWORD length = names.size();
    GIVES(SCARD_S_SUCCESS, SCardListReaderGroups(establish(), names.data(), &length));
    IS(groups_length, length);
    IS(std::string(groups, groups_length), std::string(names.data(), groups_length));
}

CASE("groups: a length probe without a buffer tells the length") {
    DWORD length = 0;
    GIVES(SCARD_S_SUCCESS, SCardListReaderGroups(establish(), nullptr, &length));
    IS(groups_length, length);
}

CASE("groups: a byte too few is INSUFFICIENT_BUFFER with the length that is needed") {
    std::array<char, 64> names{};
    DWORD length = groups_length - 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardListReaderGroups(establish(), names.data(), &length));
    IS(groups_length, length);
}

CASE("groups: AUTOALLOCATE brings a buffer") {
    const SCARDCONTEXT context = establish();
    char* names = nullptr;
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_S_SUCCESS, SCardListReaderGroups(context, reinterpret_cast<LPSTR>(&names), &length));
    IS("SCard$DefaultReaders", std::string(names));
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(context, names));
}

CASE("groups: AUTOALLOCATE without a place for the pointer is INVALID_PARAMETER") {
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_E_INVALID_PARAMETER, SCardListReaderGroups(establish(), nullptr, &length));
}

CASE("groups: without a place for the length it is INVALID_PARAMETER") {
    std::array<char, 64> names{};
    GIVES(SCARD_E_INVALID_PARAMETER, SCardListReaderGroups(establish(), names.data(), nullptr));
}

CASE("groups: a context that never was is INVALID_HANDLE") {
    DWORD length = 0;
    GIVES(SCARD_E_INVALID_HANDLE, SCardListReaderGroups(never_given, nullptr, &length));
}
