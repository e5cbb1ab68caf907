// The public headers as a C++ compiler sees them (C++11 and up), against the facts in abi_facts/; the twin of
// abi_facts_test.c. Nearly all of it is passed by compiling; -DABI_FACTS_1_9_9 is for pcsc-lite 1.9.9's own
// headers.
#include <debuglog.h>
#include <ifdhandler.h>
#include <reader.h>
#include <winscard.h>

#include <catch2/catch.hpp>
#include <cstddef>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace {

template <class Left, class Right>
constexpr bool same() {
    return std::is_same<Left, Right>::value;
}

}  // namespace

#if defined(__APPLE__)
#define ABI_PICK(lp64, ilp32, macos) (macos)
#elif defined(__LP64__)
#define ABI_PICK(lp64, ilp32, macos) (lp64)
#else
#define ABI_PICK(lp64, ilp32, macos) (ilp32)
#endif

#ifdef __APPLE__
#define ABI_TYPE(name, on_unix, on_macos) static_assert(same<name, on_macos>(), #name);
#define ABI_UNIX_TYPE(name, on_unix)
#else
#define ABI_TYPE(name, on_unix, on_macos) static_assert(same<name, on_unix>(), #name);
#define ABI_UNIX_TYPE(name, on_unix) ABI_TYPE(name, on_unix, )
#endif
#include "abi_facts/types.inc"

#define ABI_CONSTANT(expression, type, number)                                         \
    static_assert((expression) == static_cast<type>(number), "value of " #expression); \
    static_assert(same<decltype(expression), type>(), "type of " #expression);
#ifdef ABI_FACTS_1_9_9
#define ABI_CONSTANT_SINCE_2(expression, type, number)
#else
#define ABI_CONSTANT_SINCE_2(expression, type, number) ABI_CONSTANT(expression, type, number)
#endif
#define ABI_ENUMERATOR(name, number) static_assert((name) == (number), "value of " #name);
#include "abi_facts/constants_ifdhandler.inc"
#include "abi_facts/constants_pcsclite.inc"
#include "abi_facts/constants_reader.inc"

#define ABI_STRUCT(name, lp64, ilp32, macos) \
    static_assert(sizeof(name) == ABI_PICK(lp64, ilp32, macos), "size of " #name);
#define ABI_FIELD(name, field, type, lp64, ilp32, macos)                                                 \
    static_assert(offsetof(name, field) == ABI_PICK(lp64, ilp32, macos), "offset of " #name "." #field); \
    static_assert(same<decltype(name::field), type>(), "type of " #name "." #field);
// C++ has no arrays without a length; a program relies on where it begins and what is in it.
#define ABI_TAIL(name, field, element, offset)                                              \
    static_assert(offsetof(name, field) == (offset), "offset of " #name "." #field);        \
    static_assert(same<std::decay<decltype(*std::declval<name>().field)>::type, element>(), \
                  "type of " #name "." #field);
#include "abi_facts/layouts.inc"

// Declared once more: an error unless the header gave the name C linkage.
#define ABI_FUNCTION(name, result, arguments)                       \
    static_assert(same<decltype(name), result arguments>(), #name); \
    extern "C" result name arguments;
#define ABI_OBJECT(name, type)                          \
    static_assert(same<decltype(name), type>(), #name); \
    extern "C" type name;
#include "abi_facts/functions_winscard.inc"

// In pcsc-lite's own headers these have C++ linkage, unless the program says otherwise.
#ifdef ABI_FACTS_1_9_9
#undef ABI_FUNCTION
#define ABI_FUNCTION(name, result, arguments) static_assert(same<decltype(name), result arguments>(), #name);
#endif
#include "abi_facts/functions_ifdhandler.inc"

#ifndef ABI_FACTS_1_9_9
static_assert(PCSCLITE_VERSION_NUMBER[0] == '2' && PCSCLITE_VERSION_NUMBER[2] == '5',
              "PCSCLITE_VERSION_NUMBER");
#endif

TEST_CASE("The structures' names in a C++ program's own symbols never change") {
    CHECK(std::string(typeid(SCARD_READERSTATE).name()) == "17SCARD_READERSTATE");
    CHECK(std::string(typeid(SCARD_IO_REQUEST).name()) == "16SCARD_IO_REQUEST");
    CHECK(std::string(typeid(PIN_VERIFY_STRUCTURE).name()) == "20PIN_VERIFY_STRUCTURE");
    CHECK(std::string(typeid(PIN_MODIFY_STRUCTURE).name()) == "20PIN_MODIFY_STRUCTURE");
    CHECK(std::string(typeid(PIN_PROPERTIES_STRUCTURE).name()) == "24PIN_PROPERTIES_STRUCTURE");
    CHECK(std::string(typeid(PCSC_TLV_STRUCTURE).name()) == "18PCSC_TLV_STRUCTURE");
    CHECK(std::string(typeid(SCARD_IO_HEADER).name()) == "16_SCARD_IO_HEADER");
}
