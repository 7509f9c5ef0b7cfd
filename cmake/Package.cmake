# The Debian package: cmake --preset release && cmake --build --preset release && cpack --preset deb
install(TARGETS throughline RUNTIME DESTINATION bin)
install(FILES packaging/throughline.service DESTINATION lib/systemd/system)
install(FILES packaging/throughline.toml DESTINATION /etc/throughline)
install(FILES docs/guide/operating.md docs/guide/using.md CHANGELOG.md
  DESTINATION share/doc/throughline)
install(FILES LICENSE DESTINATION share/doc/throughline RENAME copyright)

# Packing builds nothing: tests have no place in it.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME throughline)
set(CPACK_PACKAGE_CONTACT "Throughline <throughline@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "customer experience platform in one program")
set(CPACK_PACKAGE_DESCRIPTION "Collects what customers do from websites and servers, knows who is who,
keeps one line of events for each person and shows it. One program with one
data directory on SQLite, or with a PostgreSQL database.")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
# Library packages and their versions, as dpkg-shlibdeps finds them.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "passwd, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "postgresql-client")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/packaging/postinst ${CMAKE_SOURCE_DIR}/packaging/prerm
  ${CMAKE_SOURCE_DIR}/packaging/conffiles)
include(CPack)
