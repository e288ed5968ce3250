/* exif_tags.c -- see exif_tags.h.  Each table rises by tag. */
#include "intake/format/tags/exif_tags.h"

#include <stddef.h>

struct name {
	uint16_t tag;
	const char *name;
};

static const struct name main_names[] = {
	{ 0x000b, "ProcessingSoftware" }, { 0x00fe, "SubfileType" },
	{ 0x0100, "ImageWidth" }, { 0x0101, "ImageHeight" },
	{ 0x0102, "BitsPerSample" }, { 0x0103, "Compression" },
	{ 0x0106, "PhotometricInterpretation" }, { 0x010d, "DocumentName" },
	{ 0x010e, "ImageDescription" }, { 0x010f, "Make" },
	{ 0x0110, "Model" }, { 0x0111, "StripOffsets" },
	{ 0x0112, "Orientation" }, { 0x0115, "SamplesPerPixel" },
	{ 0x0116, "RowsPerStrip" }, { 0x0117, "StripByteCounts" },
	{ 0x011a, "XResolution" }, { 0x011b, "YResolution" },
	{ 0x011c, "PlanarConfiguration" }, { 0x011d, "PageName" },
	{ 0x0128, "ResolutionUnit" }, { 0x0129, "PageNumber" },
	{ 0x012d, "TransferFunction" }, { 0x0131, "Software" },
	{ 0x0132, "ModifyDate" }, { 0x013b, "Artist" },
	{ 0x013c, "HostComputer" }, { 0x013e, "WhitePoint" },
	{ 0x013f, "PrimaryChromaticities" }, { 0x0201, "ThumbnailOffset" },
	{ 0x0202, "ThumbnailLength" }, { 0x0211, "YCbCrCoefficients" },
	{ 0x0212, "YCbCrSubSampling" }, { 0x0213, "YCbCrPositioning" },
	{ 0x0214, "ReferenceBlackWhite" }, { 0x02bc, "XMP" },
	{ 0x1000, "RelatedImageFileFormat" },
	{ 0x1001, "RelatedImageWidth" }, { 0x1002, "RelatedImageHeight" },
	{ 0x4746, "Rating" }, { 0x4749, "RatingPercent" },
	{ 0x800d, "ImageID" }, { 0x8298, "Copyright" },
	{ 0x829a, "ExposureTime" }, { 0x829d, "FNumber" },
	{ 0x83bb, "IPTC-NAA" }, { 0x8649, "PhotoshopSettings" },
	{ 0x8769, "ExifOffset" }, { 0x8773, "ICCProfile" },
	{ 0x8822, "ExposureProgram" }, { 0x8824, "SpectralSensitivity" },
	{ 0x8825, "GPSInfo" }, { 0x8827, "ISO" }, { 0x8828, "OECF" },
	{ 0x882a, "TimeZoneOffset" }, { 0x882b, "SelfTimerMode" },
	{ 0x8830, "SensitivityType" },
	{ 0x8831, "StandardOutputSensitivity" },
	{ 0x8832, "RecommendedExposureIndex" }, { 0x8833, "ISOSpeed" },
	{ 0x9000, "ExifVersion" }, { 0x9003, "DateTimeOriginal" },
	{ 0x9004, "CreateDate" }, { 0x9010, "OffsetTime" },
	{ 0x9011, "OffsetTimeOriginal" }, { 0x9012, "OffsetTimeDigitized" },
	{ 0x9101, "ComponentsConfiguration" },
	{ 0x9102, "CompressedBitsPerPixel" }, { 0x9201, "ShutterSpeedValue" },
	{ 0x9202, "ApertureValue" }, { 0x9203, "BrightnessValue" },
	{ 0x9204, "ExposureCompensation" }, { 0x9205, "MaxApertureValue" },
	{ 0x9206, "SubjectDistance" }, { 0x9207, "MeteringMode" },
	{ 0x9208, "LightSource" }, { 0x9209, "Flash" },
	{ 0x920a, "FocalLength" }, { 0x9211, "ImageNumber" },
	{ 0x9212, "SecurityClassification" }, { 0x9213, "ImageHistory" },
	{ 0x9214, "SubjectArea" }, { 0x927c, "MakerNote" },
	{ 0x9286, "UserComment" }, { 0x9290, "SubSecTime" },
	{ 0x9291, "SubSecTimeOriginal" }, { 0x9292, "SubSecTimeDigitized" },
	{ 0x9400, "AmbientTemperature" }, { 0x9401, "Humidity" },
	{ 0x9402, "Pressure" }, { 0x9403, "WaterDepth" },
	{ 0x9404, "Acceleration" }, { 0x9405, "CameraElevationAngle" },
	{ 0x9c9b, "XPTitle" }, { 0x9c9c, "XPComment" },
	{ 0x9c9d, "XPAuthor" }, { 0x9c9e, "XPKeywords" },
	{ 0x9c9f, "XPSubject" }, { 0xa000, "FlashpixVersion" },
	{ 0xa001, "ColorSpace" }, { 0xa002, "ExifImageWidth" },
	{ 0xa003, "ExifImageHeight" }, { 0xa004, "RelatedSoundFile" },
	{ 0xa005, "InteropOffset" }, { 0xa20b, "FlashEnergy" },
	{ 0xa20c, "SpatialFrequencyResponse" },
	{ 0xa20e, "FocalPlaneXResolution" },
	{ 0xa20f, "FocalPlaneYResolution" },
	{ 0xa210, "FocalPlaneResolutionUnit" }, { 0xa214, "SubjectLocation" },
	{ 0xa215, "ExposureIndex" }, { 0xa217, "SensingMethod" },
	{ 0xa300, "FileSource" }, { 0xa301, "SceneType" },
	{ 0xa302, "CFAPattern" }, { 0xa401, "CustomRendered" },
	{ 0xa402, "ExposureMode" }, { 0xa403, "WhiteBalance" },
	{ 0xa404, "DigitalZoomRatio" }, { 0xa405, "FocalLengthIn35mmFormat" },
	{ 0xa406, "SceneCaptureType" }, { 0xa407, "GainControl" },
	{ 0xa408, "Contrast" }, { 0xa409, "Saturation" },
	{ 0xa40a, "Sharpness" }, { 0xa40b, "DeviceSettingDescription" },
	{ 0xa40c, "SubjectDistanceRange" }, { 0xa420, "ImageUniqueID" },
	{ 0xa430, "OwnerName" }, { 0xa431, "SerialNumber" },
	{ 0xa432, "LensInfo" }, { 0xa433, "LensMake" },
	{ 0xa434, "LensModel" }, { 0xa435, "LensSerialNumber" },
	{ 0xa436, "ImageTitle" }, { 0xa437, "Photographer" },
	{ 0xa438, "ImageEditor" }, { 0xa439, "CameraFirmware" },
	{ 0xa43a, "RAWDevelopingSoftware" },
	{ 0xa43b, "ImageEditingSoftware" },
	{ 0xa43c, "MetadataEditingSoftware" },
	{ 0xa460, "CompositeImage" },
	{ 0xa461, "CompositeImageCount" },
	{ 0xa462, "CompositeImageExposureTimes" }, { 0xa500, "Gamma" },
	{ 0xc4a5, "PrintIM" }, { 0xc614, "UniqueCameraModel" },
	{ 0xc62f, "CameraSerialNumber" }, { 0xc68b, "OriginalRawFileName" },
	{ 0xea1c, "Padding" }, { 0xea1d, "OffsetSchema" },
	{ 0xfde8, "OwnerName" }, { 0xfde9, "SerialNumber" },
};

static const struct name gps_names[] = {
	{ 0, "GPSVersionID" }, { 1, "GPSLatitudeRef" },
	{ 2, "GPSLatitude" }, { 3, "GPSLongitudeRef" },
	{ 4, "GPSLongitude" }, { 5, "GPSAltitudeRef" },
	{ 6, "GPSAltitude" }, { 7, "GPSTimeStamp" },
	{ 8, "GPSSatellites" }, { 9, "GPSStatus" },
	{ 10, "GPSMeasureMode" }, { 11, "GPSDOP" },
	{ 12, "GPSSpeedRef" }, { 13, "GPSSpeed" },
	{ 14, "GPSTrackRef" }, { 15, "GPSTrack" },
	{ 16, "GPSImgDirectionRef" }, { 17, "GPSImgDirection" },
	{ 18, "GPSMapDatum" }, { 19, "GPSDestLatitudeRef" },
	{ 20, "GPSDestLatitude" }, { 21, "GPSDestLongitudeRef" },
	{ 22, "GPSDestLongitude" }, { 23, "GPSDestBearingRef" },
	{ 24, "GPSDestBearing" }, { 25, "GPSDestDistanceRef" },
	{ 26, "GPSDestDistance" }, { 27, "GPSProcessingMethod" },
	{ 28, "GPSAreaInformation" }, { 29, "GPSDateStamp" },
	{ 30, "GPSDifferential" }, { 31, "GPSHPositioningError" },
};

static const struct name interop_names[] = {
	{ 0x0001, "InteropIndex" }, { 0x0002, "InteropVersion" },
	{ 0x1000, "RelatedImageFileFormat" },
	{ 0x1001, "RelatedImageWidth" }, { 0x1002, "RelatedImageHeight" },
};

static const char *
look_up(const struct name *names, size_t n, uint16_t tag)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (names[i].tag == tag)
			return names[i].name;
	return NULL;
}

#define LOOK_UP(table, tag) \
	look_up(table, sizeof(table) / sizeof((table)[0]), tag)

const char *
exif_tag_name(enum exif_space space, uint16_t tag)
{
	switch (space) {
	case EXIF_SPACE_GPS:
		return LOOK_UP(gps_names, tag);
	case EXIF_SPACE_INTEROP:
		return LOOK_UP(interop_names, tag);
	default:
		return LOOK_UP(main_names, tag);
	}
}
