# scrm_event_path(TARGET): its linker lays the functions that its event_path.ld names side by side. daemon/event_path.ld
# says why.
#
# Only where link-time optimisation gives each function a section of its own, and in release builds: elsewhere nobody
# counts microseconds. The option is not known to that optimisation from the compilation. Other linkers refuse a script that
# only adds to their own.
include(CheckLinkerFlag)

function(scrm_event_path TARGET)
    set(SCRIPT ${CMAKE_CURRENT_SOURCE_DIR}/event_path.ld)
    if(NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        return()
    endif()
    check_linker_flag(CXX "LINKER:-T,${SCRIPT}" SCRM_LINKER_ADDS_SCRIPTS)
    if(NOT SCRM_LINKER_ADDS_SCRIPTS)
        return()
    endif()
    target_link_options(${TARGET} PRIVATE -ffunction-sections "LINKER:-T,${SCRIPT}")
    set_property(TARGET ${TARGET} APPEND PROPERTY LINK_DEPENDS ${SCRIPT})
    set_property(TARGET ${TARGET} PROPERTY SCRM_EVENT_PATH ${SCRIPT})
endfunction()
