# What every target of the house is compiled and linked with.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# lib/, not lib/x86_64-linux-gnu: the installed tree runs from any DIR; packages say otherwise.
set(CMAKE_INSTALL_LIBDIR lib CACHE PATH "where libraries go below the prefix")

include(CheckPIESupported)
check_pie_supported()

find_program(CCACHE ccache)
if(CCACHE)
    # One cache for every copy of the tree, wherever it lies. What is sloppy is what precompiled headers ask for.
    set(LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${LAUNCHER})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${LAUNCHER})
endif()

set(SCRM_SANITIZE "" CACHE STRING "sanitizers to build with, as -fsanitize= takes them")
option(SCRM_COVERAGE "count what the tests execute (clang)" OFF)
option(SCRM_FUZZ "build only the fuzzers and what they fuzz, with libFuzzer (clang)" OFF)

if(SCRM_SANITIZE)
    add_compile_options(-fsanitize=${SCRM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${SCRM_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        # Clang 14 cannot put this check in front of a coroutine.
        add_compile_options(-fno-sanitize=function)
    endif()
endif()
if(SCRM_COVERAGE)
    add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
    add_link_options(-fprofile-instr-generate)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees strings overrun in its own library once the optimiser or a sanitizer has moved the code about.
    add_compile_options(-Wno-error=array-bounds -Wno-error=restrict -Wno-error=stringop-overflow)
    if(SCRM_SANITIZE MATCHES "thread")
        # It does not know the fences around Asio's handlers; the locks beside them it does.
        add_compile_options(-Wno-tsan)
    endif()
endif()
add_link_options(LINKER:--as-needed)

add_library(scrm_options INTERFACE)
target_compile_features(scrm_options INTERFACE cxx_std_20)
target_include_directories(scrm_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(scrm_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    $<IF:$<CXX_COMPILER_ID:GNU>,-Wcast-align=strict,-Wcast-align>
    $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> -Werror -fvisibility=hidden)
target_compile_definitions(scrm_options INTERFACE _GNU_SOURCE)

# Release builds are hardened. Sanitizers bring their own checks and do not mix with _FORTIFY_SOURCE.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT SCRM_SANITIZE)
    target_compile_options(scrm_options INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
    target_link_options(scrm_options INTERFACE LINKER:-z,relro,-z,now)
    # What nothing refers to stays out of the programs: it would be read into memory along with its neighbours.
    target_compile_options(scrm_options INTERFACE -ffunction-sections -fdata-sections)
    target_link_options(scrm_options INTERFACE LINKER:--gc-sections)
    # A sixth smaller and a fifteenth sooner ready, for half a minute at each link.
    include(CheckIPOSupported)
    check_ipo_supported(RESULT CMAKE_INTERPROCEDURAL_OPTIMIZATION LANGUAGES CXX)
    # GCC numbers the fields of a coroutine's frame anew in each file and then finds them to differ.
    target_link_options(scrm_options INTERFACE $<$<LINK_LANG_AND_ID:CXX,GNU>:-Wno-odr>)
endif()

# For programs (scrmd, scrmctl) and the client library: the C++ runtime is inside, not on the link map.
add_library(scrm_static_runtime INTERFACE)
if(NOT SCRM_SANITIZE)
    target_link_options(scrm_static_runtime INTERFACE -static-libstdc++ -static-libgcc)
endif()

# Asio is compiled once, in its own library; everybody else sees declarations only.
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
add_library(scrm_asio STATIC ${CMAKE_CURRENT_LIST_DIR}/asio.cpp)
target_compile_features(scrm_asio PUBLIC cxx_std_20)
target_compile_options(scrm_asio PRIVATE -fvisibility=hidden)
target_compile_definitions(scrm_asio PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_NO_TS_EXECUTORS
    BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=8)  # frames of coroutines kept for reuse: as deep as a request goes
target_link_libraries(scrm_asio PUBLIC Boost::headers Threads::Threads)
